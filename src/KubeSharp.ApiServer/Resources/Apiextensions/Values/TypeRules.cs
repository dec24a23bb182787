using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Values;

/// <summary>Whether a value has the type that its schema says.</summary>
internal static class TypeRules
{
    /// <summary>Whether the schema says a type, or a format.</summary>
    public static bool Apply(SchemaNode schema) => schema.Type.Length > 0 || schema.IntOrString || schema.CheckedFormat.Length > 0;

    public static ValueCheck Check(JsonValue value, SchemaNode schema, string path)
    {
        if (value.IsNull)
        {
            var wanted = Name(schema);
            return wanted.Length == 0 || schema.Nullable ? new ValueCheck { Matches = 1 } : Wrong(wanted, "null");
        }

        // A format of strings stands for the type: the format itself is looked at later.
        var numeric = schema.IntOrString || schema.Type is "number" or "integer";
        var actual = Of(value);
        if (schema.CheckedFormat is { Length: > 0 } format)
        {
            if (value is not (JsonString or JsonArray))
            {
                var own = FormatOf(actual);
                if (own != format && !HasType(value, actual, schema)) return Wrong(format, own);
            }
            else if (!numeric)
            {
                return new ValueCheck { Matches = 1 };
            }
        }

        return Fits(value, actual, schema) ? new ValueCheck { Matches = 1 } : Wrong(Name(schema), actual);

        ValueCheck Wrong(string wanted, string found) => ValueCheck.Of(Fault.WrongType(path, found, $"{path} in body must be of type {wanted}: \"{found}\""));
    }

    /// <summary>The name of a value's type.</summary>
    public static string Of(JsonValue value) => value switch
    {
        JsonString => "string",
        JsonNumber number => number.TryGetInt64(out _) ? "integer" : "number",
        JsonBoolean => "boolean",
        JsonArray => "array",
        JsonObject => "object",
        _ => "null",
    };

    private static string Name(SchemaNode schema) => schema.IntOrString ? "integer,string" : schema.Type;

    // The format that a value has by itself.
    private static string FormatOf(string type) => type switch
    {
        "integer" => "int64",
        "number" => "float64",
        _ => "",
    };

    private static bool Fits(JsonValue value, string actual, SchemaNode schema)
    {
        return schema is { IntOrString: false, Type.Length: 0 } || HasType(value, actual, schema);
    }

    private static bool HasType(JsonValue value, string actual, SchemaNode schema)
    {
        if (schema.IntOrString) return actual is "string" or "integer" || IsWhole(value);
        return actual == schema.Type || (schema.Type == "number" && actual == "integer") || (schema.Type == "integer" && IsWhole(value));
    }

    // 1.0 is an integer.
    private static bool IsWhole(JsonValue value) => value is JsonNumber number && number.ToDouble() is var real && double.IsInteger(real) && Math.Abs(real) <= 9007199254740991;
}
