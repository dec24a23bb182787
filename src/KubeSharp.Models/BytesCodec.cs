using System.Text.Json;

namespace KubeSharp.Models;

internal readonly struct BytesCodec : ICodec<byte[]>
{
    public static byte[] Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw ModelReader.Unexpected(ref reader, "a base64 string"),
        JsonTokenType.Null => null!,
        _ => throw ModelReader.Unexpected(ref reader, "a base64 string"),
    };

    public static void Write(Utf8JsonWriter writer, byte[] value) => writer.WriteBase64StringValue(value);

    public static byte[] Copy(byte[] value) => (byte[])value.Clone();

    public static bool Equal(byte[] a, byte[] b) => ModelEquality.Bytes(a, b);
}
