using System.Text.Json;

namespace KubeSharp.Models;

/// <summary>What every generated reader shares.</summary>
internal static class ModelReader
{
    /// <summary>Steps onto the object; false for null, which reads as an empty object.</summary>
    public static bool Begin(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.None or JsonTokenType.PropertyName)
            reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => true,
            JsonTokenType.Null => false,
            _ => throw new JsonException($"expected an object, found {reader.TokenType} at byte {reader.TokenStartIndex}"),
        };
    }

    /// <summary>Steps to the next member's name and returns its length in bytes; -1 at the end of the object.</summary>
    public static int NextName(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return -1;
        if (reader.ValueIsEscaped)
            return reader.GetString()!.Length;
        return reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length;
    }

    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static T OrDefault<T, TCodec>(ref Utf8JsonReader reader)
        where T : struct
        where TCodec : ICodec<T> => reader.TokenType == JsonTokenType.Null ? default : TCodec.Read(ref reader);

    public static T? OrNull<T, TCodec>(ref Utf8JsonReader reader)
        where T : struct
        where TCodec : ICodec<T> => reader.TokenType == JsonTokenType.Null ? null : TCodec.Read(ref reader);

    public static JsonException Unexpected(ref Utf8JsonReader reader, string expected) =>
        new($"expected {expected}, found {reader.TokenType} at byte {reader.TokenStartIndex}");
}
