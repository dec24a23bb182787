using System.Globalization;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiMachinery.Decoding;

/// <summary>
/// Decodes documents of built-in kinds. One instance decodes one document. For storage, lists and maps that are empty count as absent, as
/// they do after the protobuf form in which upstream stores objects; before that an empty list that is always printed stays.
/// </summary>
internal sealed class TypedDecoder(bool forStorage = false)
{
    private const string BadQuantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private readonly List<string> path = [];
    private TypeSchema? owner;
    private string? error;
    private bool sawUnknown;

    public DecodeResult Decode(JsonObject source, TypeSchema schema, IReadOnlyList<JsonDuplicate>? duplicates)
    {
        var result = ReadObject(source, schema);
        if (error is not null) return new DecodeResult { Error = error };
        if (!sawUnknown && duplicates is not { Count: > 0 }) return new DecodeResult { Object = result };
        var walker = new StrictWalker(duplicates ?? []);
        walker.Walk(source, schema, "");
        return new DecodeResult { Object = result, StrictErrors = walker.Errors };
    }

    private JsonObject ReadObject(JsonObject? source, TypeSchema schema)
    {
        var fields = schema.Fields;
        var result = new JsonObject(source?.Count ?? 0);
        var known = 0;
        var outer = owner;
        owner = schema;
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            JsonValue? value = null;
            if (source is not null)
            {
                var at = source.IndexOf(field.Name);
                if (at >= 0)
                {
                    known++;
                    value = source.ValueAt(at);
                }
            }

            if (value is null && field.OmitEmpty) continue;
            path.Add(field.Name);
            var output = ReadField(value, field);
            path.RemoveAt(path.Count - 1);
            if (output is not null) result.Append(field.Name, output);
        }

        owner = outer;
        if (source is not null && known < source.Count) sawUnknown = true;
        return result;
    }

    private JsonValue? ReadField(JsonValue? value, FieldSchema field)
    {
        if (value is null or JsonNull)
        {
            if (field.OmitEmpty && field.Type.Type != FieldType.Object) return null;
            return field.IsPointer ? (field.OmitEmpty ? null : JsonNull.Instance) : Zero(field.Type, field.OmitEmpty);
        }

        var output = Read(value, field.Type);
        if (field.IsPointer) return output;
        if (!IsEmpty(output, field.Type.Type)) return output;
        return field.OmitEmpty || forStorage || output is not (JsonArray or JsonObject) ? Zero(field.Type, field.OmitEmpty) : output;
    }

    /// <summary>What Go prints for the zero value of a type; null when it is left out.</summary>
    private JsonValue? Zero(TypeSchema type, bool omitEmpty)
    {
        if (type.Type == FieldType.Object)
        {
            var empty = ReadObject(null, type);
            return omitEmpty && empty.Count == 0 ? null : empty;
        }

        if (omitEmpty) return null;
        return type.Type switch
        {
            FieldType.String => JsonString.Empty,
            FieldType.Int32 or FieldType.Int64 or FieldType.Double or FieldType.IntOrString => JsonNumber.Zero,
            FieldType.Boolean => JsonBoolean.False,
            FieldType.Quantity => new JsonString("0"),
            _ => JsonNull.Instance,
        };
    }

    private static bool IsEmpty(JsonValue output, FieldType type) => output switch
    {
        JsonNull => true,
        JsonString text => text.Value.Length == 0 && (type is FieldType.String or FieldType.Bytes),
        JsonNumber number => type is not FieldType.IntOrString and not FieldType.Any and not FieldType.RawObject && number.ToDouble() == 0,
        JsonBoolean flag => type == FieldType.Boolean && !flag.Value,
        JsonArray array => type == FieldType.List && array.Count == 0,
        JsonObject o => (type is FieldType.Map or FieldType.Object) && o.Count == 0,
        _ => false,
    };

    private JsonValue Read(JsonValue value, TypeSchema type)
    {
        switch (type.Type)
        {
            case FieldType.Object:
                return value is JsonObject o ? ReadObject(o, type) : Mismatch(value, type);
            case FieldType.List:
                return value is JsonArray a ? ReadList(a, type.Items!) : Mismatch(value, type);
            case FieldType.Map:
                return value is JsonObject m ? ReadMap(m, type.Items!) : Mismatch(value, type);
            case FieldType.String:
                return value is JsonString ? value : Mismatch(value, type);
            case FieldType.Int32 or FieldType.Int64:
                return ReadInteger(value, type);
            case FieldType.Double:
                return value is JsonNumber number ? JsonNumber.Of(number.ToDouble()) : Mismatch(value, type);
            case FieldType.Boolean:
                return value is JsonBoolean ? value : Mismatch(value, type);
            case FieldType.Bytes:
                return ReadBytes(value, type);
            case FieldType.Quantity:
                return ReadQuantity(value);
            case FieldType.IntOrString:
                return ReadIntOrString(value);
            case FieldType.Time or FieldType.MicroTime:
                return ReadTime(value, type.Type == FieldType.MicroTime);
            case FieldType.JsonSchemaOrArray:
                return value switch
                {
                    JsonObject schema => ReadObject(schema, JsonSchema),
                    JsonArray list => ReadList(list, JsonSchema),
                    _ => value,
                };
            case FieldType.JsonSchemaOrBoolean or FieldType.JsonSchemaOrStrings:
                if (value is JsonObject inner) return ReadObject(inner, JsonSchema);
                return type.Type == FieldType.JsonSchemaOrBoolean && value is not JsonBoolean ? Fail("boolean or JSON schema expected") : value;
            default:
                return value;
        }
    }

    private static TypeSchema JsonSchema =>
        SchemaRegistry.Kubernetes.GetType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps");

    private JsonArray ReadList(JsonArray source, TypeSchema items)
    {
        var result = new JsonArray(source.Count);
        foreach (var item in source)
            result.Add(item.IsNull ? Zero(items, omitEmpty: false)! : Read(item, items));
        return result;
    }

    private JsonObject ReadMap(JsonObject source, TypeSchema items)
    {
        var result = new JsonObject(source.Count);
        var sorted = true;
        for (var i = 0; i < source.Count; i++)
        {
            var name = source.NameAt(i);
            var value = source.ValueAt(i);
            sorted = sorted && (i == 0 || GoOrder.Compare(source.NameAt(i - 1), name) < 0);
            result.Append(name, value.IsNull ? Zero(items, omitEmpty: false)! : Read(value, items));
        }

        if (!sorted) result.SortMembers();
        return result;
    }

    private JsonValue ReadInteger(JsonValue value, TypeSchema type)
    {
        if (value is not JsonNumber number) return Mismatch(value, type);
        if (!number.TryGetInt64(out var integer) || (type.Type == FieldType.Int32 && (integer is < int.MinValue or > int.MaxValue)))
            return Mismatch("number " + number.Text, type);
        return integer == 0 ? JsonNumber.Zero : number;
    }

    private JsonValue ReadBytes(JsonValue value, TypeSchema type)
    {
        if (value is not JsonString text) return Mismatch(value, type);
        if (text.Value.Length == 0) return text;
        var clean = text.Value.AsSpan().IndexOfAny('\r', '\n') < 0
            ? text.Value
            : text.Value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        var fault = clean.AsSpan().IndexOfAnyExcept(Base64Characters);
        if (fault >= 0 && clean.AsSpan(fault).IndexOfAnyExcept('=') >= 0)
            return Fail(string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {fault}"));
        var buffer = new byte[clean.Length];
        if (!Convert.TryFromBase64String(clean, buffer, out var length))
            return Fail(string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {(fault >= 0 ? fault : clean.Length / 4 * 4)}"));
        var canonical = Convert.ToBase64String(buffer.AsSpan(0, length));
        return canonical == text.Value ? text : new JsonString(canonical);
    }

    private static readonly System.Buffers.SearchValues<char> Base64Characters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private JsonValue ReadQuantity(JsonValue value)
    {
        var text = value switch
        {
            JsonString s => s.Value.Trim(),
            JsonNumber n => n.Text,
            _ => null,
        };
        if (!Quantity.TryParse(text, out var quantity)) return Fail(BadQuantity);
        var canonical = quantity.ToString();
        return value is JsonString same && same.Value == canonical ? same : new JsonString(canonical);
    }

    private JsonValue ReadIntOrString(JsonValue value)
    {
        switch (value)
        {
            case JsonString:
                return value;
            case JsonNumber number when number.TryGetInt64(out var integer) && integer is >= int.MinValue and <= int.MaxValue:
                return integer == 0 ? JsonNumber.Zero : number;
            case JsonNumber number:
                return Fail($"json: cannot unmarshal number {number.Text} into Go value of type int32");
            default:
                return Fail($"json: cannot unmarshal {value.GoKind} into Go value of type int32");
        }
    }

    private JsonValue ReadTime(JsonValue value, bool micro)
    {
        if (value is not JsonString text) return Fail($"json: cannot unmarshal {value.GoKind} into Go value of type string");
        if (!GoTimes.TryCanonical(text.Value, micro, out var canonical, out var fault)) return Fail(fault);
        if (canonical is null) return JsonNull.Instance;
        return canonical == text.Value ? text : new JsonString(canonical);
    }

    private JsonNull Mismatch(JsonValue value, TypeSchema type) => Mismatch(value.GoKind, type);

    private JsonNull Mismatch(string what, TypeSchema type) => Fail(
        $"json: cannot unmarshal {what} into Go struct field {GoTypeNames.Struct(owner?.Name)}.{string.Join(".", path)} of type {GoTypeNames.Of(type)}");

    private JsonNull Fail(string message)
    {
        error ??= message;
        return JsonNull.Instance;
    }
}
