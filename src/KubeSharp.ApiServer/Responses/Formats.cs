using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Schema;

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
        OutputFormat.Protobuf => KubernetesProtobuf.Encode(document, Schema(document)!),
        OutputFormat.Yaml => Encoding.UTF8.GetBytes(YamlWriter.Write(document)),
        _ when pretty => EncodePretty(document),
        _ => document.ToUtf8Bytes(),
    };

    /// <summary>The format, or JSON if the document has no protobuf form.</summary>
    public static OutputFormat Possible(OutputFormat format, JsonObject document) =>
        format == OutputFormat.Protobuf && !(Schema(document) is { } schema && KubernetesProtobuf.Supports(schema)) ? OutputFormat.Json : format;

    private static TypeSchema? Schema(JsonObject document)
    {
        var kind = GroupVersionKind.From(document.GetString("apiVersion"), document.GetString("kind"));
        return SchemaRegistry.Kubernetes.FindKind(kind.Group, kind.Version, kind.Kind);
    }

    private static ReadOnlyMemory<byte> EncodePretty(JsonObject document)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Pretty)) document.WriteTo(writer);
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
