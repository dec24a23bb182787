using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Reading;

/// <summary>What to watch.</summary>
internal sealed record WatchQuery
{
    /// <summary>The resource.</summary>
    public required StoredResource Resource { get; init; }

    /// <summary>Every key that starts with this; with <see cref="SingleKey"/> exactly this key.</summary>
    public required string Prefix { get; init; }

    /// <summary>Whether <see cref="Prefix"/> is the key of one object.</summary>
    public bool SingleKey { get; init; }

    /// <summary>The value that the resource's indexed field must have, before a change or after it; null for any.</summary>
    /// <remarks>A kubelet watches the pods of its node: with it, the changes of other nodes' pods cost that watch nothing.</remarks>
    public string? IndexedValue { get; init; }

    /// <summary>What happened after this revision.</summary>
    public required long After { get; init; }
}
