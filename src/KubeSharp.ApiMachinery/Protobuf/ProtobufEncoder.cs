using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>
/// Writes a document as the message of its type. Fields that the Go model holds by value are written even when they are zero, as
/// the real server does. Everything is written backwards.
/// </summary>
internal sealed class ProtobufEncoder(ReverseWriter output)
{
    public void Object(JsonObject value, TypeSchema type) => Nodes(value, type.ProtobufLayout);

    private void Nodes(JsonObject? value, ProtobufLayout layout)
    {
        for (var i = layout.Nodes.Length - 1; i >= 0; i--)
        {
            var node = layout.Nodes[i];
            if (node.Field is { } field)
            {
                Member(node.Number, field, value?[field.Name]);
                continue;
            }

            var before = output.Length;
            Nodes(value, node);
            output.Close(node.Number, before);
        }
    }

    private void Member(int number, FieldSchema field, JsonValue? value)
    {
        if (value is null or JsonNull)
        {
            if (!field.IsPointer)
                Zero(number, field.Type);
            return;
        }

        var type = field.Type;
        switch (type.Type)
        {
            case FieldType.List when !field.ProtobufWrapped:
                var items = Expect<JsonArray>(value, field);
                for (var i = items.Count - 1; i >= 0; i--)
                    Value(number, type.Items!, items[i], false);
                return;
            case FieldType.Map:
                var map = Expect<JsonObject>(value, field);
                var names = map.Names.ToArray();
                Array.Sort(names, GoOrder.Compare);
                for (var i = names.Length - 1; i >= 0; i--)
                {
                    var before = output.Length;
                    Value(2, type.Items!, map[names[i]]!, field.ProtobufWrapped);
                    output.StringField(1, names[i]);
                    output.Close(number, before);
                }

                return;
            default:
                Value(number, type, value, field.ProtobufWrapped);
                return;
        }
    }

    /// <summary>What stands for an absent value that the Go model holds by value.</summary>
    private void Zero(int number, TypeSchema type)
    {
        switch (type.Type)
        {
            case FieldType.String:
                output.StringField(number, "");
                return;
            case FieldType.Int32 or FieldType.Int64 or FieldType.Boolean:
                output.VarintField(number, 0);
                return;
            case FieldType.Double:
                output.Fixed64(0);
                output.Tag(number, WireType.Fixed64);
                return;
            case FieldType.Object:
                var before = output.Length;
                Nodes(null, type.ProtobufLayout);
                output.Close(number, before);
                return;
            case FieldType.Time or FieldType.MicroTime or FieldType.RawObject or FieldType.Any:
                output.BytesField(number, []);
                return;
            case FieldType.Quantity:
                Value(number, type, new JsonString("0"), false);
                return;
            case FieldType.IntOrString:
                Value(number, type, JsonNumber.Zero, false);
                return;
        }
    }

    private void Value(int number, TypeSchema type, JsonValue value, bool wrapped)
    {
        if (value is JsonNull)
        {
            Zero(number, type);
            return;
        }

        var before = output.Length;
        switch (type.Type)
        {
            case FieldType.String:
                output.StringField(number, Text(value));
                return;
            case FieldType.Int32 or FieldType.Int64:
                output.VarintField(number, Integer(value));
                return;
            case FieldType.Boolean:
                output.VarintField(number, value is JsonBoolean { Value: true } ? 1 : 0);
                return;
            case FieldType.Double:
                output.Fixed64(BitConverter.DoubleToUInt64Bits(value is JsonNumber n ? n.ToDouble() : throw Mismatch(type, value)));
                output.Tag(number, WireType.Fixed64);
                return;
            case FieldType.Bytes:
                output.BytesField(number, Convert.FromBase64String(Text(value)));
                return;
            case FieldType.Object:
                Nodes(value as JsonObject ?? throw Mismatch(type, value), type.ProtobufLayout);
                break;
            case FieldType.List when wrapped:
                var items = value as JsonArray ?? throw Mismatch(type, value);
                for (var i = items.Count - 1; i >= 0; i--)
                    Value(1, type.Items!, items[i], false);
                break;
            default:
                Special(type, value);
                break;
        }

        output.Close(number, before);
    }

    /// <summary>The content of the messages that stand for JSON scalars.</summary>
    private void Special(TypeSchema type, JsonValue value)
    {
        switch (type.Type)
        {
            case FieldType.Quantity:
                var amount = value is JsonNumber plain ? plain.Text : Text(value);
                output.StringField(1, Quantity.TryParse(amount, out var quantity) ? quantity.ToString() : amount);
                return;
            case FieldType.IntOrString:
                output.StringField(3, value is JsonString text ? text.Value : "");
                output.VarintField(2, value is JsonNumber ? Integer(value) : 0);
                output.VarintField(1, value is JsonString ? 1 : 0);
                return;
            case FieldType.Time when Time.TryParse(Text(value), out var time):
                Timestamp(time.UtcDateTime);
                return;
            case FieldType.MicroTime when MicroTime.TryParse(Text(value), out var time):
                Timestamp(time.UtcDateTime);
                return;
            case FieldType.RawObject or FieldType.Any or FieldType.FieldsV1:
                output.BytesField(1, value.ToUtf8Bytes());
                return;
            case FieldType.JsonSchemaOrArray:
                Alternatives(value, SchemaRegistry.Kubernetes.JsonSchemaProps, 1, 2);
                return;
            case FieldType.JsonSchemaOrStrings:
                Alternatives(value, Scalars.String, 1, 2);
                return;
            case FieldType.JsonSchemaOrBoolean:
                if (value is JsonObject)
                    Value(2, SchemaRegistry.Kubernetes.JsonSchemaProps, value, false);
                output.VarintField(1, value is JsonObject or JsonBoolean { Value: true } ? 1 : 0);
                return;
            default:
                throw Mismatch(type, value);
        }
    }

    private void Alternatives(JsonValue value, TypeSchema items, int schema, int list)
    {
        if (value is JsonArray array)
        {
            for (var i = array.Count - 1; i >= 0; i--)
                Value(list, items, array[i], false);
        }
        else
        {
            Value(schema, SchemaRegistry.Kubernetes.JsonSchemaProps, value, false);
        }
    }

    private void Timestamp(DateTime time)
    {
        var since = time - DateTime.UnixEpoch;
        var seconds = (long)Math.Floor(since.TotalSeconds);
        output.VarintField(2, (since.Ticks - (seconds * TimeSpan.TicksPerSecond)) * 100);
        output.VarintField(1, seconds);
    }

    private static string Text(JsonValue value) => value is JsonString text ? text.Value : throw Mismatch(Scalars.String, value);

    private static long Integer(JsonValue value) =>
        value is JsonNumber number && number.TryGetInt64(out var integer) ? integer : value is JsonNumber other
            ? (long)other.ToDouble()
            : throw new FormatException($"expected a number, found {Encoding.UTF8.GetString(value.ToUtf8Bytes())}");

    private static T Expect<T>(JsonValue value, FieldSchema field)
        where T : JsonValue => value as T ?? throw new FormatException($"{field.Name}: expected {typeof(T).Name}, found {value.Kind}");

    private static FormatException Mismatch(TypeSchema type, JsonValue value) => new($"expected {type}, found {value.Kind}");
}
