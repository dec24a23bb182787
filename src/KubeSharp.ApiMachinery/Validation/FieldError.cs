using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;

namespace KubeSharp.ApiMachinery.Validation;

/// <summary>One fault of one field, worded as upstream's <c>field.Error</c>.</summary>
public sealed record FieldError
{
    /// <summary>What is wrong.</summary>
    public required FieldErrorType Type { get; init; }

    /// <summary>Where.</summary>
    public required string Field { get; init; }

    /// <summary>The value at fault as it is printed, or null when it is not.</summary>
    public string? Value { get; init; }

    /// <summary>What the value should be.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The machine-readable reason of the cause: <c>FieldValueInvalid</c> and the like.</summary>
    public string Reason => Type switch
    {
        FieldErrorType.NotFound => "FieldValueNotFound",
        FieldErrorType.Required => "FieldValueRequired",
        FieldErrorType.Duplicate => "FieldValueDuplicate",
        FieldErrorType.Invalid => "FieldValueInvalid",
        FieldErrorType.NotSupported => "FieldValueNotSupported",
        FieldErrorType.Forbidden => "FieldValueForbidden",
        FieldErrorType.TooLong => "FieldValueTooLong",
        FieldErrorType.TooMany => "FieldValueTooMany",
        FieldErrorType.Internal => "InternalError",
        _ => "FieldValueTypeInvalid",
    };

    /// <summary>The text without the field.</summary>
    public string Body
    {
        get
        {
            var text = Type switch
            {
                FieldErrorType.NotFound => "Not found",
                FieldErrorType.Required => "Required value",
                FieldErrorType.Duplicate => "Duplicate value",
                FieldErrorType.Invalid or FieldErrorType.TypeInvalid => "Invalid value",
                FieldErrorType.NotSupported => "Unsupported value",
                FieldErrorType.Forbidden => "Forbidden",
                FieldErrorType.TooLong => "Too long",
                FieldErrorType.TooMany => "Too many",
                _ => "Internal error",
            };
            if (Value is not null) text = $"{text}: {Value}";
            return Detail.Length > 0 ? $"{text}: {Detail}" : text;
        }
    }

    /// <summary>A value is missing.</summary>
    public static FieldError Required(FieldPath field, string detail = "") => Make(FieldErrorType.Required, field, null, detail);

    /// <summary>The value may not be set.</summary>
    public static FieldError Forbidden(FieldPath field, string detail) => Make(FieldErrorType.Forbidden, field, null, detail);

    /// <summary>A string breaks a rule.</summary>
    public static FieldError Invalid(FieldPath field, string? value, string detail) =>
        Make(FieldErrorType.Invalid, field, GoText.Quote(value ?? ""), detail);

    /// <summary>A number breaks a rule.</summary>
    public static FieldError Invalid(FieldPath field, long value, string detail) =>
        Make(FieldErrorType.Invalid, field, value.ToString(CultureInfo.InvariantCulture), detail);

    /// <summary>A boolean breaks a rule.</summary>
    public static FieldError Invalid(FieldPath field, bool value, string detail) =>
        Make(FieldErrorType.Invalid, field, value ? "true" : "false", detail);

    /// <summary>A value of any kind breaks a rule. Strings are quoted, the rest is printed as JSON.</summary>
    public static FieldError Invalid(FieldPath field, JsonValue? value, string detail) =>
        Make(FieldErrorType.Invalid, field, Render(value), detail);

    /// <summary>A value breaks a rule; it is printed exactly as given.</summary>
    public static FieldError InvalidRaw(FieldPath field, string rendered, string detail) =>
        Make(FieldErrorType.Invalid, field, rendered, detail);

    /// <summary>A string has the wrong type.</summary>
    public static FieldError TypeInvalid(FieldPath field, JsonValue? value, string detail) =>
        Make(FieldErrorType.TypeInvalid, field, Render(value), detail);

    /// <summary>The string is not one of these; they are printed in the order given.</summary>
    public static FieldError NotSupported(FieldPath field, string? value, params IEnumerable<string> supported) =>
        NotSupported(field, new JsonString(value ?? ""), supported);

    /// <summary>The value is not one of these; they are printed in the order given.</summary>
    public static FieldError NotSupported(FieldPath field, JsonValue? value, IEnumerable<string> supported)
    {
        var list = string.Join(", ", supported.Select(GoText.Quote));
        return Make(FieldErrorType.NotSupported, field, Render(value), list.Length == 0 ? "" : $"supported values: {list}");
    }

    /// <summary>The value is not one of these; they are printed sorted.</summary>
    public static FieldError NotSupportedSorted(FieldPath field, string? value, params IEnumerable<string> supported) =>
        NotSupported(field, value, supported.Order(GoOrder.Instance));

    /// <summary>The value is there twice.</summary>
    public static FieldError Duplicate(FieldPath field, JsonValue? value, string detail = "") =>
        Make(FieldErrorType.Duplicate, field, Render(value), detail);

    /// <summary>What the value refers to does not exist.</summary>
    public static FieldError NotFound(FieldPath field, JsonValue? value, string detail = "") =>
        Make(FieldErrorType.NotFound, field, Render(value), detail);

    /// <summary>The value has more bytes than allowed.</summary>
    public static FieldError TooLong(FieldPath field, int maxBytes) =>
        Make(FieldErrorType.TooLong, field, null, $"may not be more than {maxBytes} bytes");

    /// <summary>The value has more characters than allowed.</summary>
    public static FieldError TooLongCharacters(FieldPath field, int maxCharacters) =>
        Make(FieldErrorType.TooLong, field, null, $"may not be more than {maxCharacters} characters");

    /// <summary>The list or map has more items than allowed.</summary>
    public static FieldError TooMany(FieldPath field, int actual, int max) =>
        Make(FieldErrorType.TooMany, field, actual < 0 ? null : actual.ToString(CultureInfo.InvariantCulture), max == 1 ? "must have at most 1 item" : $"must have at most {max} items");

    /// <summary>The value could not be checked.</summary>
    public static FieldError InternalError(FieldPath field, string detail) => Make(FieldErrorType.Internal, field, null, detail);

    /// <summary>A value as these errors print it: strings quoted, the rest as JSON, an absent one as <c>null</c>.</summary>
    public static string Render(JsonValue? value) => value switch
    {
        JsonString text => GoText.Quote(text.Value),
        null => "null",
        _ => value.ToString(),
    };

    /// <summary>The fault as a cause of a <c>Status</c>.</summary>
    public StatusCause ToCause() => new(Reason, Body, Field);

    /// <summary><c>field: body</c>.</summary>
    public override string ToString() => $"{Field}: {Body}";

    private static FieldError Make(FieldErrorType type, FieldPath? field, string? value, string detail) =>
        new() { Type = type, Field = field?.ToString() ?? "<nil>", Value = value, Detail = detail };
}
