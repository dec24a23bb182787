using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Reading;

/// <summary>What to list.</summary>
internal sealed record ListQuery
{
    /// <summary>The resource.</summary>
    public required StoredResource Resource { get; init; }

    /// <summary>Every key that starts with this.</summary>
    public required string Prefix { get; init; }

    /// <summary>Only keys after this one; null for all.</summary>
    public string? After { get; init; }

    /// <summary>As of exactly this revision; null if <see cref="AtLeast"/> decides.</summary>
    public long? Exactly { get; init; }

    /// <summary>0: whatever the cache has now; a revision: not older than that; null: the most recent there is.</summary>
    public long? AtLeast { get; init; }

    /// <summary>At most this many; 0 for no limit.</summary>
    public int Limit { get; init; }

    /// <summary>Which objects count; null for all. Called with objects in the stored version; the limit counts those that pass.</summary>
    public Func<StoredObject, bool>? Filter { get; init; }
}
