namespace KubeSharp.Storage;

/// <summary>A read or compaction asked for a revision that the store has not reached.</summary>
/// <param name="requestedRevision">The revision asked for.</param>
/// <param name="currentRevision">The store's revision.</param>
public sealed class FutureRevisionException(long requestedRevision, long currentRevision)
    : StoreException($"Revision {requestedRevision} does not exist yet; the store is at {currentRevision}.")
{
    /// <summary>The revision asked for.</summary>
    public long RequestedRevision { get; } = requestedRevision;

    /// <summary>The store's revision.</summary>
    public long CurrentRevision { get; } = currentRevision;
}
