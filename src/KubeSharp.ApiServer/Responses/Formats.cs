using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Responses;

/// <summary>Turns documents into the bytes of an answer.</summary>
internal static class Formats
{
    private static readonly JsonWriterOptions Pretty = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ReadOnlyMemory<byte> Encode(OutputFormat format, JsonObject document, bool pretty) => format switch
    {
        _ when pretty => EncodePretty(document),
        _ => document.ToUtf8Bytes(),
    };

    private static ReadOnlyMemory<byte> EncodePretty(JsonObject document)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Pretty)) document.WriteTo(writer);
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
