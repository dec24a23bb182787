using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>Writes schemas as gnostic's message openapi.v2.Schema, backwards.</summary>
internal sealed class GnosticSchemas(ReverseWriter output)
{
    public void Content(JsonObject schema)
    {
        Extensions(31, schema);
        if (schema["example"] is { } example)
            Any(30, example);
        if (schema.GetObject("properties") is { } properties)
        {
            var before = output.Length;
            for (var i = properties.Count - 1; i >= 0; i--)
            {
                var entry = output.Length;
                Schema(2, properties.ValueAt(i));
                output.StringField(1, properties.NameAt(i));
                output.Close(1, entry);
            }

            output.Close(25, before);
        }

        if (schema.GetObject("items") is { } items)
        {
            var before = output.Length;
            Schema(1, items);
            output.Close(23, before);
        }

        if (schema.GetString("type") is { } type)
        {
            var before = output.Length;
            output.StringField(1, type);
            output.Close(22, before);
        }

        AdditionalProperties(schema);
        foreach (var value in Backwards(schema.GetArray("enum")))
            Any(20, value);
        foreach (var name in Backwards(schema.GetArray("required")))
            output.StringField(19, ((JsonString)name).Value);
        Limits(schema);
        if (schema["default"] is { } value5)
            Any(5, value5);
        Text(4, schema, "description");
        Text(3, schema, "title");
        Text(2, schema, "format");
        Text(1, schema, "$ref");
    }

    /// <summary>The members whose names begin with x-.</summary>
    public void Extensions(int number, JsonObject owner)
    {
        for (var i = owner.Count - 1; i >= 0; i--)
        {
            if (!owner.NameAt(i).StartsWith("x-", StringComparison.Ordinal))
                continue;
            var before = output.Length;
            Any(2, owner.ValueAt(i));
            output.StringField(1, owner.NameAt(i));
            output.Close(number, before);
        }
    }

    private void Schema(int number, JsonValue value)
    {
        var before = output.Length;
        if (value is JsonObject schema)
            Content(schema);
        output.Close(number, before);
    }

    private void AdditionalProperties(JsonObject schema)
    {
        var before = output.Length;
        switch (schema["additionalProperties"])
        {
            case JsonObject values:
                Schema(1, values);
                output.Close(21, before);
                return;
            case JsonBoolean allowed:
                output.VarintField(2, allowed.Value ? 1 : 0);
                output.Close(21, before);
                return;
        }
    }

    private void Limits(JsonObject schema)
    {
        Integer(18, schema, "minProperties");
        Integer(17, schema, "maxProperties");
        Flag(16, schema, "uniqueItems");
        Integer(15, schema, "minItems");
        Integer(14, schema, "maxItems");
        Text(13, schema, "pattern");
        Integer(12, schema, "minLength");
        Integer(11, schema, "maxLength");
        Flag(10, schema, "exclusiveMinimum");
        Number(9, schema, "minimum");
        Flag(8, schema, "exclusiveMaximum");
        Number(7, schema, "maximum");
        Number(6, schema, "multipleOf");
    }

    private void Any(int number, JsonValue value)
    {
        var before = output.Length;
        output.StringField(2, value + "\n");
        output.Close(number, before);
    }

    private void Text(int number, JsonObject owner, string name)
    {
        if (owner.GetString(name) is { Length: > 0 } text)
            output.StringField(number, text);
    }

    private void Flag(int number, JsonObject owner, string name)
    {
        if (owner.GetBool(name) == true)
            output.VarintField(number, 1);
    }

    private void Integer(int number, JsonObject owner, string name)
    {
        if (owner.GetInt64(name) is { } value)
            output.VarintField(number, value);
    }

    private void Number(int number, JsonObject owner, string name)
    {
        if (owner[name] is not JsonNumber value)
            return;
        output.Fixed64(BitConverter.DoubleToUInt64Bits(value.ToDouble()));
        output.Tag(number, WireType.Fixed64);
    }

    private static IEnumerable<JsonValue> Backwards(JsonArray? array)
    {
        for (var i = (array?.Count ?? 0) - 1; i >= 0; i--)
            yield return array![i];
    }
}
