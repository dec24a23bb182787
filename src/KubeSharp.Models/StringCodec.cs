using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct StringCodec : ICodec<string>
{
    public static string Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Null => null!,
        _ => throw ModelReader.Unexpected(ref reader, "a string"),
    };

    public static void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);

    public static string Copy(string value) => value;

    public static bool Equal(string a, string b) => a == b;
}
