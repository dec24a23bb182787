using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Writing;

/// <summary>The bytes that lie in the store: UTF-8 JSON in the stored version, members in the order of the schema, no resourceVersion.</summary>
internal static class StoredForm
{
    /// <summary>The bytes of an object of any resource.</summary>
    public static ValueTask<Result<byte[]>> EncodeAsync(StoredResource resource, JsonObject document, CancellationToken cancellationToken) =>
        resource.Codec is { } codec ? codec.EncodeAsync(document, cancellationToken) : new(Encode(resource.StoredDefinition.Schema, document));

    /// <summary>The bytes of an object that is in the stored version.</summary>
    public static byte[] Encode(TypeSchema schema, JsonObject document)
    {
        var result = DocumentDecoder.Normalize(document, schema);
        result.GetObject("metadata")?.Remove("resourceVersion");
        return result.ToUtf8Bytes();
    }

    /// <summary>A stored object as requests see it.</summary>
    public static ValueTask<Result<StoredObject>> ReadAsync(StoredResource resource, StoredObject stored, CancellationToken cancellationToken)
    {
        if (resource.Codec is not { } codec) return new(stored);
        return codec.TryRead(stored, out var view) ? new(view) : ReadAsync(codec, stored, cancellationToken);
    }

    private static async ValueTask<Result<StoredObject>> ReadAsync(IStoredCodec codec, StoredObject stored, CancellationToken cancellationToken)
    {
        var read = await codec.ReadAsync([stored], cancellationToken);
        return read.Error is not null ? read.Error : read.Value![0];
    }
}
