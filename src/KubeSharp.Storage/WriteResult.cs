namespace KubeSharp.Storage;

/// <summary>What became of a put or a delete.</summary>
/// <param name="Succeeded">Whether the expectation held and the write is durable.</param>
/// <param name="Revision">The revision of the write; without success, the store's revision at which the expectation did not hold.</param>
/// <param name="Entry">
/// After a put the entry as written (its <see cref="StoreEntry.CreateRevision"/> may be 0 if the key was there before: not every store is asked), after a
/// delete the entry as it was before it. Without success, the entry that is there, or null when there is none.
/// </param>
public readonly record struct WriteResult(bool Succeeded, long Revision, StoreEntry? Entry);
