namespace KubeSharp.Storage;

/// <summary>
/// The revisioned key-value store under the API server: everything it may rely on and nothing more. The embedded store and etcd
/// both implement it and pass one contract test-suite.
/// </summary>
/// <remarks>
/// <para><b>Revisions.</b> Every successful write (put or delete, by a caller or by an expired time-to-live) gets the next revision of
/// one global counter: strictly increasing, never repeated, never going back, also not after a crash. The revision of an empty store
/// is 1 and its first write gets 2, as in etcd. A revision is what Kubernetes shows as <c>resourceVersion</c>.</para>
/// <para><b>Durability.</b> A write method returns success only after the write is durable. A write is visible to reads and watches
/// only after it is durable.</para>
/// <para><b>Answers and faults.</b> A compare-and-swap that does not match is an answer (<see cref="WriteResult.Succeeded"/> is false),
/// never an exception. <see cref="StoreUnavailableException"/> says that the store could not do its work (disk full, I/O error, no quorum);
/// it is worth retrying. <see cref="CompactedException"/> says that a revision is too old, <see cref="FutureRevisionException"/> that
/// it does not exist yet.</para>
/// <para><b>Keys</b> are text without U+0000, ordered by their UTF-8 bytes, for example <c>/registry/pods/default/web</c>. Values are bytes that
/// the store never looks into. The caller must not change the bytes of a value after handing it over, nor those it got.</para>
/// <para>All members are safe for concurrent use.</para>
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>
    /// The newest revision this process knows of. For the embedded store it is the store's revision; with etcd other writers may be ahead of
    /// it. Costs nothing.
    /// </summary>
    long KnownRevision { get; }

    /// <summary>Revisions below this one can no longer be read or watched from. It is 0 as long as nothing was compacted.</summary>
    long CompactedRevision { get; }

    /// <summary>The stores that this one is made of, each with revisions of its own, the main one first: itself, unless it says otherwise.</summary>
    IReadOnlyList<IStore> Parts => [this];

    /// <summary>The store that the keys under a prefix (or one key) are in, to whose revisions theirs belong: itself, unless it says otherwise. Not to be disposed of.</summary>
    IStore For(string prefix) => this;

    /// <summary>Whether the store can serve, and if not, why, in one sentence for the log and <c>/readyz</c>.</summary>
    StoreHealth Health { get; }

    /// <summary>
    /// The store's revision, linearizable: at least as new as every write acknowledged, to anyone, before the call.
    /// </summary>
    ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads one key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="revision">The revision to read at, or 0 for the newest (linearizable).</param>
    /// <param name="cancellationToken">Gives up the read.</param>
    /// <returns>The entry, or null when there is none, with the revision the answer holds for.</returns>
    /// <exception cref="CompactedException">The revision is too old.</exception>
    /// <exception cref="FutureRevisionException">The revision does not exist yet.</exception>
    ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the keys under a prefix, in key order, as of one revision. To go on after a cut-off answer, ask again with
    /// <see cref="RangeRequest.After"/> set to the last key and <see cref="RangeRequest.Revision"/> to the first answer's revision.
    /// </summary>
    /// <exception cref="CompactedException">The revision is too old.</exception>
    /// <exception cref="FutureRevisionException">The revision does not exist yet.</exception>
    ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default);

    /// <summary>Writes a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; the store keeps the memory, so the caller must not change it any more.</param>
    /// <param name="expectedModRevision">
    /// The revision of the key's last write, which must still be its last one; 0 when the key must not exist; null to write whatever is there.
    /// </param>
    /// <param name="timeToLive">
    /// After this time the key is deleted by the store (with an event, like any delete); null: never. Whole seconds count, rounded up.
    /// Every put sets it anew.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting. The write may happen all the same.</param>
    /// <returns>The entry written; or, without success, the entry that is there instead (null when there is none).</returns>
    /// <exception cref="StoreUnavailableException">The store could not write; see <see cref="StoreUnavailableException.OutcomeUnknown"/>.</exception>
    ValueTask<WriteResult> PutAsync(
        string key,
        ReadOnlyMemory<byte> value,
        long? expectedModRevision,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expectedModRevision">The revision of the key's last write, which must still be its last one; null to delete whatever is there.</param>
    /// <param name="cancellationToken">Gives up waiting. The delete may happen all the same.</param>
    /// <returns>
    /// With success, the entry that was deleted and, as <see cref="WriteResult.Revision"/>, the revision of the deletion. Without success, the entry that
    /// is there instead, null when there is none (deleting a missing key does not succeed and uses no revision).
    /// </returns>
    /// <exception cref="StoreUnavailableException">The store could not write; see <see cref="StoreUnavailableException.OutcomeUnknown"/>.</exception>
    ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default);

    /// <summary>
    /// Starts to watch the keys under a prefix. Everything after the start revision is delivered once, in order, until the watch is disposed of.
    /// </summary>
    /// <exception cref="CompactedException">The start revision is too old.</exception>
    ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets what was overwritten or deleted at or before a revision. Compacting to a revision that is compacted already does nothing.
    /// </summary>
    /// <exception cref="FutureRevisionException">The revision does not exist yet.</exception>
    ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default);
}
