using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Stands between requests in one version of a custom resource and what lies in the store, which may be of another version and of an older schema.
/// Built-in kinds have none: their stored bytes are their wire bytes.
/// </summary>
internal interface IStoredCodec
{
    /// <summary>The kind's other versions, for the owners of fields in them.</summary>
    IObjectVersions Versions { get; }

    /// <summary>The object as requests see it, if that is known already.</summary>
    bool TryRead(StoredObject stored, out StoredObject view);

    /// <summary>Objects as requests see them, in the same order.</summary>
    ValueTask<Result<IReadOnlyList<StoredObject>>> ReadAsync(IReadOnlyList<StoredObject> stored, CancellationToken cancellationToken);

    /// <summary>The bytes to store for an object as requests see it.</summary>
    ValueTask<Result<byte[]>> EncodeAsync(JsonObject document, CancellationToken cancellationToken);
}
