namespace KubeSharp.Storage;

/// <summary>A running watch. One reader at a time; <see cref="IAsyncDisposable.DisposeAsync"/> ends it.</summary>
/// <remarks>
/// A slow reader costs the store bounded memory: what does not fit is read again from history when the reader comes for it. A reader that stays behind the
/// compacted revision gets a <see cref="CompactedException"/>. When the store loses its connection or is closed, reading throws
/// <see cref="StoreUnavailableException"/>; start again from the last batch's revision.
/// </remarks>
public interface IStoreWatch : IAsyncDisposable
{
    /// <summary>The next batch; waits until there is one.</summary>
    /// <exception cref="CompactedException">The reader fell behind what the store remembers.</exception>
    /// <exception cref="StoreUnavailableException">The watch ended from the store's side.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the watch is still good.</exception>
    ValueTask<WatchBatch> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// A revision up to which there is certainly nothing left to deliver: the reader has taken all there was, has done with it (it waits for more), and
    /// nothing came since. 0 when that cannot be said without waiting. Costs next to nothing: who only needs to know that nothing is missing need not ask
    /// for progress.
    /// </summary>
    long Settled => 0;

    /// <summary>
    /// Asks for a batch, empty if need be, whose revision is at least the store's revision at the time of this call. It comes in the order of the events, so
    /// having read it proves that all events up to its revision were read. Cheap, does not wait.
    /// </summary>
    void RequestProgress();
}
