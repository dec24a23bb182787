using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>Reads the messages that stand for JSON scalars and free-form values.</summary>
internal static class ProtobufScalars
{
    public static JsonValue Read(ReadOnlySpan<byte> message, FieldType type, int depth)
    {
        switch (type)
        {
            case FieldType.Quantity:
                return new JsonString(TextOf(message, 1) is { Length: > 0 } amount ? amount : "0");
            case FieldType.IntOrString:
                return IntOrString(message);
            case FieldType.Time:
                return Timestamp(message) is { } time ? new JsonString(new Time(time).ToString()) : JsonNull.Instance;
            case FieldType.MicroTime:
                return Timestamp(message) is { } micro ? new JsonString(new MicroTime(micro).ToString()) : JsonNull.Instance;
            case FieldType.RawObject or FieldType.Any or FieldType.FieldsV1:
                return Raw(message);
            default:
                return Schema(message, type, depth);
        }
    }

    private static string? TextOf(ReadOnlySpan<byte> message, int number)
    {
        string? text = null;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Number == number)
                text = Encoding.UTF8.GetString(reader.ReadBytes());
            else
                reader.Skip();
        }

        return text;
    }

    private static JsonValue IntOrString(ReadOnlySpan<byte> message)
    {
        long type = 0;
        long number = 0;
        var text = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Number)
            {
                case 1:
                    type = reader.ReadInteger();
                    break;
                case 2:
                    number = reader.ReadInteger();
                    break;
                case 3:
                    text = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return type == 1 ? new JsonString(text) : JsonNumber.Of((int)number);
    }

    /// <summary>An empty message is the zero time, which is null in JSON.</summary>
    private static DateTimeOffset? Timestamp(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
            return null;
        long seconds = 0;
        long nanos = 0;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Number == 1)
                seconds = reader.ReadInteger();
            else if (reader.Number == 2)
                nanos = reader.ReadInteger();
            else
                reader.Skip();
        }

        if (seconds is < -62135596800 or > 253402300799)
            throw new FormatException($"proto: time of {seconds} seconds is out of range");
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
    }

    /// <summary>Free-form values are JSON text, or an object in its own envelope.</summary>
    private static JsonValue Raw(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> raw = default;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Number == 1)
                raw = reader.ReadBytes();
            else
                reader.Skip();
        }

        if (raw.IsEmpty)
            return JsonNull.Instance;
        if (KubernetesProtobuf.HasMagic(raw))
            return KubernetesProtobuf.Decode(raw);
        try
        {
            return JsonParser.Parse(raw);
        }
        catch (JsonSyntaxException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static JsonValue Schema(ReadOnlySpan<byte> message, FieldType type, int depth)
    {
        JsonValue? schema = null;
        var list = new JsonArray();
        var allows = false;
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (type, reader.Number)
            {
                case (FieldType.JsonSchemaOrBoolean, 1):
                    allows = reader.ReadInteger() != 0;
                    break;
                case (FieldType.JsonSchemaOrBoolean, 2) or (FieldType.JsonSchemaOrArray, 1) or (FieldType.JsonSchemaOrStrings, 1):
                    schema = ProtobufDecoder.Object(reader.ReadBytes(), SchemaRegistry.Kubernetes.JsonSchemaProps, depth + 1);
                    break;
                case (FieldType.JsonSchemaOrArray, 2):
                    list.Add(ProtobufDecoder.Object(reader.ReadBytes(), SchemaRegistry.Kubernetes.JsonSchemaProps, depth + 1));
                    break;
                case (FieldType.JsonSchemaOrStrings, 2):
                    list.Add(new JsonString(Encoding.UTF8.GetString(reader.ReadBytes())));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return schema ?? (type == FieldType.JsonSchemaOrBoolean ? JsonBoolean.Of(allows) : list);
    }
}
