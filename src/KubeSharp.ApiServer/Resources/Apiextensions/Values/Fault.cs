using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
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

    private static string Shown(JsonValue value) => value is JsonNumber number && !number.TryGetInt64(out _) ? GoText.Float(number.ToDouble()) : FieldError.Render(value);
}
