using System.Globalization;
using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions;

/// <summary>Checks custom objects by the value rules of their structural schema; rules in CEL are not evaluated.</summary>
internal static class SchemaValidation
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static void Check(JsonObject document, JsonObject schema, ErrorList errors)
    {
        foreach (var (name, node) in schema.GetObject("properties") ?? [])
        {
            if (name is "kind" or "apiVersion" or "metadata" || node is not JsonObject rules) continue;
            if (document[name] is { } value) Check(value, rules, FieldPath.Of(name), errors);
        }

        foreach (var name in Texts(schema.GetArray("required")))
        {
            if (!document.Contains(name)) errors.Add(FieldError.Required(FieldPath.Of(name)));
        }
    }

    private static void Check(JsonValue value, JsonObject schema, FieldPath path, ErrorList errors)
    {
        if (value.IsNull && schema.GetBool("nullable") == true) return;
        if (WrongType(value, schema) is { } wanted)
        {
            var actual = TypeName(value);
            errors.Add(FieldError.TypeInvalid(path, new JsonString(actual), $"{path} in body must be of type {wanted}: \"{actual}\""));
            return;
        }

        if (schema.GetArray("enum") is { } choices && !choices.Any(choice => JsonValue.DeepEquals(choice, value)))
            errors.Add(FieldError.NotSupported(path, value, choices.Select(choice => choice is JsonString text ? text.Value : choice.ToString())));
        switch (value)
        {
            case JsonString text:
                CheckText(text.Value, schema, path, errors);
                break;
            case JsonNumber number:
                CheckNumber(number, schema, path, errors);
                break;
            case JsonArray list:
                CheckList(list, schema, path, errors);
                break;
            case JsonObject item:
                CheckObject(item, schema, path, errors);
                break;
        }

        CheckLogic(value, schema, path, errors);
    }

    // These faults name the whole value in their text, and no field.
    private static void CheckLogic(JsonValue value, JsonObject schema, FieldPath path, ErrorList errors)
    {
        foreach (var part in (schema.GetArray("allOf") ?? []).OfType<JsonObject>()) Check(value, part, path, errors);
        if (schema.GetArray("anyOf") is { } any && !any.OfType<JsonObject>().Any(part => Fits(value, part, path)))
        {
            errors.Add(NoField($"\"{path}\" must validate at least one schema (anyOf)"));
            if (any.OfType<JsonObject>().FirstOrDefault() is { } nearest) Check(value, nearest, path, errors);
        }

        if (schema.GetArray("oneOf") is { } one)
        {
            var fitting = one.OfType<JsonObject>().Count(part => Fits(value, part, path));
            if (fitting != 1) errors.Add(NoField($"\"{path}\" must validate one and only one schema (oneOf). Found {(fitting == 0 ? "none valid" : $"{fitting} valid alternatives")}"));
            if (fitting == 0 && one.OfType<JsonObject>().FirstOrDefault() is { } nearest) Check(value, nearest, path, errors);
        }

        if (schema.GetObject("not") is { } not && Fits(value, not, path)) errors.Add(NoField($"\"{path}\" must not validate the schema (not)"));
    }

    private static FieldError NoField(string detail) => new() { Type = FieldErrorType.Invalid, Field = "<nil>", Value = "\"\"", Detail = detail };

    private static bool Fits(JsonValue value, JsonObject schema, FieldPath path)
    {
        var faults = new ErrorList();
        Check(value, schema, path, faults);
        return faults.IsEmpty;
    }

    private static string? WrongType(JsonValue value, JsonObject schema)
    {
        if (schema.GetBool("x-kubernetes-int-or-string") == true) return value is JsonString || IsInteger(value) ? null : "integer,string";
        var type = schema.GetString("type");
        var fits = type switch
        {
            "string" => value is JsonString,
            "integer" => IsInteger(value),
            "number" => value is JsonNumber,
            "boolean" => value is JsonBoolean,
            "array" => value is JsonArray,
            "object" => value is JsonObject,
            _ => true,
        };
        return fits ? null : type;
    }

    private static bool IsInteger(JsonValue value) => value is JsonNumber number && number.TryGetInt64(out _);

    private static string TypeName(JsonValue value) => value switch
    {
        JsonString => "string",
        JsonNumber number => number.TryGetInt64(out _) ? "integer" : "number",
        JsonBoolean => "boolean",
        JsonArray => "array",
        JsonObject => "object",
        _ => "null",
    };

    private static void CheckText(string text, JsonObject schema, FieldPath path, ErrorList errors)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.GetInt64("maxLength") is { } most && length > most) errors.Add(FieldError.TooLong(path, (int)most));
        if (schema.GetInt64("minLength") is { } least && length < least)
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be at least {least} chars long"));
        if (schema.GetString("pattern") is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, Patience))
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should match '{pattern}'"));
    }

    private static void CheckNumber(JsonNumber number, JsonObject schema, FieldPath path, ErrorList errors)
    {
        var value = decimal.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : 0;
        if (Limit("multipleOf") is { } step and not 0 && value % step != 0)
            errors.Add(FieldError.Invalid(path, number, $"{path} in body should be a multiple of {Shown(step)}"));
        if (Limit("maximum") is { } most)
        {
            var strict = schema.GetBool("exclusiveMaximum") == true;
            if (strict ? value >= most : value > most)
                errors.Add(FieldError.Invalid(path, number, $"{path} in body should be less than {(strict ? "" : "or equal to ")}{Shown(most)}"));
        }

        if (Limit("minimum") is { } least)
        {
            var strict = schema.GetBool("exclusiveMinimum") == true;
            if (strict ? value <= least : value < least)
                errors.Add(FieldError.Invalid(path, number, $"{path} in body should be greater than {(strict ? "" : "or equal to ")}{Shown(least)}"));
        }

        decimal? Limit(string name) =>
            schema[name] is JsonNumber limit && decimal.TryParse(limit.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) ? read : null;
    }

    private static string Shown(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    private static void CheckList(JsonArray list, JsonObject schema, FieldPath path, ErrorList errors)
    {
        if (schema.GetInt64("maxItems") is { } most && list.Count > most) errors.Add(FieldError.TooMany(path, list.Count, (int)most));
        if (schema.GetInt64("minItems") is { } least && list.Count < least)
            errors.Add(FieldError.Invalid(path, list.Count, $"{path} in body should have at least {least} items"));
        if (schema.GetObject("items") is { } items)
        {
            for (var i = 0; i < list.Count; i++) Check(list[i], items, path.Index(i), errors);
        }

        var keys = Texts(schema.GetArray("x-kubernetes-list-map-keys")).ToArray();
        var kind = schema.GetString("x-kubernetes-list-type");
        if (kind is not ("set" or "map")) return;
        for (var i = 1; i < list.Count; i++)
        {
            var key = Key(list[i]);
            for (var j = 0; j < i; j++)
            {
                if (!JsonValue.DeepEquals(key, Key(list[j]))) continue;
                errors.Add(FieldError.Duplicate(path.Index(i), key));
                break;
            }
        }

        JsonValue Key(JsonValue item)
        {
            if (kind == "set" || item is not JsonObject member) return item;
            var key = new JsonObject();
            foreach (var name in keys)
            {
                if (member[name] is { } part) key.Set(name, part);
            }

            return key;
        }
    }

    private static void CheckObject(JsonObject item, JsonObject schema, FieldPath path, ErrorList errors)
    {
        if (schema.GetInt64("maxProperties") is { } most && item.Count > most) errors.Add(FieldError.TooMany(path, item.Count, (int)most));
        if (schema.GetInt64("minProperties") is { } least && item.Count < least)
            errors.Add(FieldError.Invalid(path, item.Count, $"{path} in body should have at least {least} properties"));
        foreach (var name in Texts(schema.GetArray("required")))
        {
            if (!item.Contains(name)) errors.Add(FieldError.Required(path.Child(name)));
        }

        var properties = schema.GetObject("properties");
        var rest = schema.GetObject("additionalProperties");
        foreach (var (name, value) in item)
        {
            if ((properties?.GetObject(name) ?? rest) is { } rules) Check(value, rules, path.Child(name), errors);
        }
    }

    private static IEnumerable<string> Texts(JsonArray? list) => (list ?? []).OfType<JsonString>().Select(text => text.Value);
}
