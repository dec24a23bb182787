namespace KubeSharp.Storage;

/// <summary>A read or watch asked for a revision that the store has forgotten. The API server answers 410 Gone (reason Expired).</summary>
/// <param name="requestedRevision">The revision asked for.</param>
/// <param name="compactedRevision">The oldest revision that can still be read.</param>
public sealed class CompactedException(long requestedRevision, long compactedRevision)
    : StoreException($"Revision {requestedRevision} was compacted away; the oldest that can be read is {compactedRevision}.")
{
    /// <summary>The revision asked for.</summary>
    public long RequestedRevision { get; } = requestedRevision;

    /// <summary>The oldest revision that can still be read.</summary>
    public long CompactedRevision { get; } = compactedRevision;
}
