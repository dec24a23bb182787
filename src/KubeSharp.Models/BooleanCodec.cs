using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct BooleanCodec : ICodec<bool>
{
    public static bool Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw ModelReader.Unexpected(ref reader, "a boolean"),
    };

    public static void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);

    public static bool Copy(bool value) => value;

    public static bool Equal(bool a, bool b) => a == b;
}
