using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Faults of values, at a path relative to the whole.</summary>
internal static class Fault
{
    public static FieldError Required(string path) => new() { Type = FieldErrorType.Required, Field = path };

    public static FieldError Invalid(string path, JsonValue value, string detail) =>
        new() { Type = FieldErrorType.Invalid, Field = path, Value = Shown(value), Detail = detail };

    public static FieldError WrongType(string path, string actual, string detail) =>
        new() { Type = FieldErrorType.TypeInvalid, Field = path, Value = FieldError.Render(new JsonString(actual)), Detail = detail };

    public static FieldError NotSupported(string path, JsonValue value, IEnumerable<string> supported) =>
        FieldError.NotSupported(FieldPath.Of("x"), value, supported) with { Field = path, Value = Shown(value) };

    public static FieldError TooLong(string path, long most) => FieldError.TooLong(FieldPath.Of("x"), (int)most) with { Field = path };

    public static FieldError TooMany(string path, int actual, long most) => FieldError.TooMany(FieldPath.Of("x"), actual, (int)most) with { Field = path };

    /// <summary>A number as Go prints it with %v: a float64 with exponents from 21 digits on.</summary>
    public static string Number(double value)
    {
        if (double.IsInteger(value) && Math.Abs(value) < 1e15) return ((long)value).ToString(CultureInfo.InvariantCulture);
        var magnitude = Math.Abs(value);
        if (magnitude is >= 1e-4 and < 1e21) return JsonNumber.Of(value).Text;
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var at = text.IndexOf('E', StringComparison.Ordinal);
        if (at < 0)
        {
            text = value.ToString("0.################E+00", CultureInfo.InvariantCulture);
            at = text.IndexOf('E', StringComparison.Ordinal);
        }

        var exponent = int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{text[..at]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string Shown(JsonValue value) => value is JsonNumber number && !number.TryGetInt64(out _) ? Number(number.ToDouble()) : FieldError.Render(value);
}
