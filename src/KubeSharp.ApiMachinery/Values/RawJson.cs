using System.Buffers;
using System.Text.Json;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.Values;

/// <summary>Copies the text of the value on which a reader stands.</summary>
internal static class RawJson
{
    public static byte[] Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            using (var writer = new Utf8JsonWriter(buffer, CompactJson.Options))
            {
                Copy(ref reader, writer);
            }

            return buffer.WrittenSpan.ToArray();
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return "true"u8.ToArray();
            case JsonTokenType.False:
                return "false"u8.ToArray();
            case JsonTokenType.Null:
                return "null"u8.ToArray();
            case JsonTokenType.Number:
                return reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan.ToArray();
            default:
                var text = new ArrayBufferWriter<byte>(64);
                using (var writer = new Utf8JsonWriter(text, CompactJson.Options))
                {
                    writer.WriteStringValue(reader.GetString());
                }

                return text.WrittenSpan.ToArray();
        }
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        var depth = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    depth++;
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    depth--;
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    depth++;
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    depth--;
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(reader.GetString());
                    break;
                case JsonTokenType.Number:
                    writer.WriteRawValue(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan, skipInputValidation: true);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                    break;
                default:
                    writer.WriteNullValue();
                    break;
            }
        }
        while (depth > 0 && reader.Read());
    }
}
