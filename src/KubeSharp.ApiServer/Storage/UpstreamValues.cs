using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiServer.Objects;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Storage;

/// <summary>
/// Values as another API server may have written them into an etcd that is taken over: built-in kinds in the protobuf storage envelope, others as JSON with a line
/// end. They are read as what this server writes; it writes JSON, which upstream reads too.
/// </summary>
internal sealed class UpstreamValues : IValueTransform
{
    public ValueTask<ReadableValue> FromStoredAsync(string key, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        var bytes = stored.Span;
        if (!KubernetesProtobuf.HasMagic(bytes)) return new(new ReadableValue(bytes.EndsWith("\n"u8) ? stored[..^1] : stored));
        if (!KubernetesProtobuf.TryDecode(bytes, out var document, out var error)) throw new StoredValueException(key, error);
        // What an encoder left empty.
        new Metadata(document).ResourceVersion = "";
        return new(new ReadableValue(document.ToUtf8Bytes()));
    }

    public ValueTask<ReadOnlyMemory<byte>> ToStoredAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) => new(value);
}
