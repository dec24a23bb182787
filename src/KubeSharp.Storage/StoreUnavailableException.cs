namespace KubeSharp.Storage;

/// <summary>The store could not do its work: disk full, I/O error, no quorum, closed. The process goes on and the store heals by itself.</summary>
/// <param name="message">One sentence: what, where, what to do.</param>
/// <param name="outcomeUnknown">See <see cref="OutcomeUnknown"/>.</param>
/// <param name="innerException">The cause.</param>
public sealed class StoreUnavailableException(string message, bool outcomeUnknown = false, Exception? innerException = null)
    : StoreException(message, innerException)
{
    /// <summary>
    /// Whether the write may have happened all the same (etcd: the connection broke while waiting for the answer). The embedded store always knows.
    /// </summary>
    public bool OutcomeUnknown { get; } = outcomeUnknown;

    /// <summary>Whether there is no space left: nothing can be written until somebody makes room, while reads go on.</summary>
    public bool IsFull { get; init; }
}
