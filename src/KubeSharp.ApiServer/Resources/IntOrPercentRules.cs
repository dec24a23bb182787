using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources;

/// <summary>Numbers that may be given as a share of another.</summary>
internal static class IntOrPercentRules
{
    /// <summary>Faults what is neither a number from zero up nor a percentage.</summary>
    public static void NonNegative(FieldCheck owner, string name)
    {
        if (owner.Value[name] is JsonString text) owner.Messages(name, StringValidators.Percent(text.Value));
        else owner.NonNegative(name);
    }

    /// <summary>Faults more than all.</summary>
    public static void AtMostAll(FieldCheck owner, string name)
    {
        if (Percent(owner.Value[name]) is > 100) owner.Invalid(name, "must not be greater than 100%");
    }

    /// <summary>Whether the value is zero, as a number or as a percentage, or nothing that can be read.</summary>
    public static bool IsZero(JsonValue? value) => value switch
    {
        JsonNumber number => number.TryGetInt64(out var parsed) && parsed == 0,
        JsonString text => (Percent(value) ?? (long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0)) == 0,
        _ => true,
    };

    private static long? Percent(JsonValue? value) => value is JsonString { Value: { Length: > 1 } text } && text[^1] == '%'
        && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
}
