using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;

namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>
/// Reads a message into the document that the real server would make of it: zero values are dropped where the Go model omits
/// them and added where it always writes them. Fields with unknown numbers are skipped.
/// </summary>
internal static class ProtobufDecoder
{
    /// <summary>Messages nested deeper than this are refused, as JSON is.</summary>
    private const int DeepestNesting = 200;

    public static JsonObject Object(ReadOnlySpan<byte> message, TypeSchema type, int depth = 0)
    {
        if (depth > DeepestNesting)
            throw new FormatException("exceeded max depth");
        var fields = type.Fields;
        var values = new Dictionary<FieldSchema, JsonValue>(fields.Count, ReferenceEqualityComparer.Instance);
        Collect(message, type.ProtobufLayout, values, depth);
        var result = new JsonObject(values.Count + 2);
        foreach (var field in fields)
        {
            if (!values.TryGetValue(field, out var value))
                value = field.OmitEmpty ? null : Zero(field);
            if (value is not null && !(field.OmitEmpty && !field.IsPointer && IsEmpty(value)))
                result[field.Name] = value;
        }

        return result;
    }

    private static void Collect(ReadOnlySpan<byte> message, ProtobufLayout layout, Dictionary<FieldSchema, JsonValue> values, int depth)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (layout.Find(reader.Number) is not { } node)
                reader.Skip();
            else if (node.Field is null)
                Collect(reader.ReadBytes(), node, values, depth);
            else
                Member(ref reader, node.Field, values, depth);
        }
    }

    private static void Member(ref ProtobufReader reader, FieldSchema field, Dictionary<FieldSchema, JsonValue> values, int depth)
    {
        var type = field.Type;
        if (type.Type == FieldType.Map)
        {
            var map = values.TryGetValue(field, out var known) ? (JsonObject)known : new JsonObject();
            values[field] = map;
            Entry(reader.ReadBytes(), type.Items!, field.ProtobufWrapped, map, depth);
        }
        else if (type.Type == FieldType.List && !field.ProtobufWrapped)
        {
            var list = values.TryGetValue(field, out var known) ? (JsonArray)known : new JsonArray();
            values[field] = list;
            if (reader.Wire == WireType.Bytes && type.Items!.Type is FieldType.Int32 or FieldType.Int64)
                Packed(reader.ReadBytes(), list);
            else
                list.Add(Value(ref reader, type.Items!, false, depth));
        }
        else
        {
            values[field] = Value(ref reader, type, field.ProtobufWrapped, depth);
        }
    }

    private static void Packed(ReadOnlySpan<byte> bytes, JsonArray list)
    {
        // A tag of 1 in front of every number would be wrong; a bare varint stream is read one by one.
        while (!bytes.IsEmpty)
        {
            ulong value = 0;
            var length = 0;
            do
            {
                if (length == bytes.Length || length == 10)
                    throw new FormatException("unexpected EOF");
                value |= (ulong)(bytes[length] & 0x7f) << (7 * length);
            }
            while (bytes[length++] >= 0x80);

            bytes = bytes[length..];
            list.Add(JsonNumber.Of((long)value));
        }
    }

    private static void Entry(ReadOnlySpan<byte> entry, TypeSchema type, bool wrapped, JsonObject map, int depth)
    {
        var key = "";
        JsonValue? value = null;
        var reader = new ProtobufReader(entry);
        while (reader.Next())
        {
            if (reader.Number == 1)
                key = Encoding.UTF8.GetString(reader.ReadBytes());
            else if (reader.Number == 2)
                value = Value(ref reader, type, wrapped, depth);
            else
                reader.Skip();
        }

        map.Set(key, value ?? ZeroOf(type));
    }

    private static JsonValue Value(ref ProtobufReader reader, TypeSchema type, bool wrapped, int depth)
    {
        switch (type.Type)
        {
            case FieldType.String:
                return new JsonString(Encoding.UTF8.GetString(reader.ReadBytes()));
            case FieldType.Int32:
                return JsonNumber.Of((int)reader.ReadInteger());
            case FieldType.Int64:
                return JsonNumber.Of(reader.ReadInteger());
            case FieldType.Boolean:
                return JsonBoolean.Of(reader.ReadInteger() != 0);
            case FieldType.Double:
                return JsonNumber.Of(reader.ReadDouble());
            case FieldType.Bytes:
                return new JsonString(Convert.ToBase64String(reader.ReadBytes()));
            case FieldType.Object:
                return Object(reader.ReadBytes(), type, depth + 1);
            case FieldType.List when wrapped:
                var list = new JsonArray();
                var items = new ProtobufReader(reader.ReadBytes());
                while (items.Next())
                {
                    if (items.Number == 1)
                        list.Add(Value(ref items, type.Items!, false, depth));
                    else
                        items.Skip();
                }

                return list;
            default:
                return ProtobufScalars.Read(reader.ReadBytes(), type.Type, depth);
        }
    }

    private static bool IsEmpty(JsonValue value) => value switch
    {
        JsonNull => true,
        JsonString s => s.Value.Length == 0,
        JsonBoolean b => !b.Value,
        JsonNumber n => n.Text == "0",
        JsonArray a => a.Count == 0,
        JsonObject o => o.Count == 0,
        _ => false,
    };

    private static JsonValue Zero(FieldSchema field) => field.IsPointer ? JsonNull.Instance : ZeroOf(field.Type);

    private static JsonValue ZeroOf(TypeSchema type) => type.Type switch
    {
        FieldType.String => new JsonString(""),
        FieldType.Int32 or FieldType.Int64 or FieldType.Double or FieldType.IntOrString => JsonNumber.Zero,
        FieldType.Boolean => JsonBoolean.Of(false),
        FieldType.Quantity => new JsonString("0"),
        FieldType.Object => Object([], type),
        _ => JsonNull.Instance,
    };
}
