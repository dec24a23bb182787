using KubeSharp.ApiServer.Reading;
using KubeSharp.Storage.Collections;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>The objects of a resource as of one revision. Immutable; versions share what did not change.</summary>
/// <param name="Objects">The objects by key.</param>
/// <param name="Revision">The newest revision it holds for.</param>
/// <param name="LastChange">The oldest revision it holds for: that of the last change.</param>
internal sealed record CacheSnapshot(PersistentMap<StoredObject> Objects, long Revision, long LastChange)
{
    /// <summary>Whether this is what the resource looked like at a revision.</summary>
    public bool HoldsFor(long revision) => revision >= LastChange && revision <= Revision;
}
