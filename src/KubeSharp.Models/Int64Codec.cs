using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct Int64Codec : ICodec<long>
{
    public static long Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt64(out var value) ? value : throw ModelReader.Unexpected(ref reader, "a 64-bit integer"),
        _ => throw ModelReader.Unexpected(ref reader, "a number"),
    };

    public static void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);

    public static long Copy(long value) => value;

    public static bool Equal(long a, long b) => a == b;
}
