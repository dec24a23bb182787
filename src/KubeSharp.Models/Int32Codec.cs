using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct Int32Codec : ICodec<int>
{
    public static int Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt32(out var value) ? value : throw ModelReader.Unexpected(ref reader, "a 32-bit integer"),
        _ => throw ModelReader.Unexpected(ref reader, "a number"),
    };

    public static void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);

    public static int Copy(int value) => value;

    public static bool Equal(int a, int b) => a == b;
}
