namespace KubeSharp.Storage;

/// <summary>What to watch.</summary>
public sealed record WatchRequest
{
    /// <summary>Every key that starts with this text.</summary>
    public required string Prefix { get; init; }

    /// <summary>
    /// Deliver what happened after this revision, itself excluded: the revision of a <see cref="RangeResult"/> continues it without gap or repetition.
    /// Null: from now on.
    /// </summary>
    public long? AfterRevision { get; init; }

    /// <summary>
    /// Whether events carry the value that was there before, and its revisions. A watcher that keeps the state itself does better without: the store
    /// looks each of them up.
    /// </summary>
    public bool PreviousValues { get; init; } = true;
}
