using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>What the checks of many kinds have in common.</summary>
internal static class Checks
{
    public const string ImmutableDetail = "field is immutable";
    public const string NonNegativeDetail = "must be greater than or equal to 0";

    /// <summary>A value may not change.</summary>
    public static void Immutable(this ErrorList errors, FieldPath path, JsonValue? value, JsonValue? old)
    {
        if (!Same(value, old)) errors.Add(FieldError.Invalid(path, value, ImmutableDetail));
    }

    /// <summary>Whether values mean the same: an empty list or map is as good as none.</summary>
    public static bool Same(JsonValue? value, JsonValue? old) => (IsEmpty(value) && IsEmpty(old)) || JsonValue.DeepEquals(value, old);

    /// <summary>A number, if there is one, is not negative.</summary>
    public static void NonNegative(this ErrorList errors, FieldPath path, JsonValue? value)
    {
        if (value is JsonNumber number && number.TryGetInt64(out var amount) && amount < 0) errors.Add(FieldError.Invalid(path, amount, NonNegativeDetail));
    }

    /// <summary>A quantity is not negative.</summary>
    public static void NonNegativeQuantity(this ErrorList errors, FieldPath path, JsonValue? value)
    {
        if (Amount(value) is { Sign: < 0 } amount) errors.Add(FieldError.Invalid(path, amount.ToString(), NonNegativeDetail));
    }

    /// <summary>A text, if there is one, is one of these.</summary>
    public static void OneOf(this ErrorList errors, FieldPath path, string? value, params string[] supported)
    {
        if (value is not null && Array.IndexOf(supported, value) < 0) errors.Add(FieldError.NotSupported(path, value, supported));
    }

    /// <summary>A text is there, and passes a check.</summary>
    public static void RequiredText(this ErrorList errors, FieldPath path, string? value, Func<string, string[]>? check = null)
    {
        if (string.IsNullOrEmpty(value)) errors.Add(FieldError.Required(path));
        else if (check is not null) errors.AddInvalid(path, value, check(value));
    }

    /// <summary>A quantity; null if there is none.</summary>
    public static Quantity? Amount(JsonValue? value) => Cells.Text(value) is { } text && Quantity.TryParse(text, out var amount) ? amount : null;

    /// <summary>The objects of a list with their places.</summary>
    public static IEnumerable<(int Index, JsonObject Item)> Items(this JsonArray? list)
    {
        for (var i = 0; i < list?.Count; i++)
        {
            if (list[i] is JsonObject item) yield return (i, item);
        }
    }

    /// <summary>The texts of a list with their places.</summary>
    public static IEnumerable<(int Index, string Text)> Texts(this JsonArray? list)
    {
        for (var i = 0; i < list?.Count; i++)
        {
            if (list[i] is JsonString item) yield return (i, item.Value);
        }
    }

    /// <summary>A number or a percentage that is at most all.</summary>
    public static void IntOrPercent(this ErrorList errors, FieldPath path, JsonValue? value)
    {
        if (value is JsonNumber)
        {
            errors.NonNegative(path, value);
        }
        else if (value is JsonString text)
        {
            if (StringValidators.Percent(text.Value) is { Length: > 0 } faults) errors.AddInvalid(path, text.Value, faults);
            else if (long.TryParse(text.Value.AsSpan(0, text.Value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent > 100)
                errors.Add(FieldError.Invalid(path, text.Value, "must not be greater than 100%"));
        }
    }

    private static bool IsEmpty(JsonValue? value) => value is null or JsonNull or JsonObject { Count: 0 } or JsonArray { Count: 0 };
}
