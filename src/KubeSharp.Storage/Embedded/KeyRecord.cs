namespace KubeSharp.Storage.Embedded;

/// <summary>One write of one key, without its value: 48 bytes a revision inside the compaction window.</summary>
internal sealed class KeyRecord(long modRevision, long createRevision, bool deleted, long expiresAt, KeyRecord? previous)
{
    private KeyRecord? _previous = previous;

    /// <summary>The revision of this write: the row that holds the value.</summary>
    public long ModRevision { get; } = modRevision;

    /// <summary>The revision that made the key exist.</summary>
    public long CreateRevision { get; } = createRevision;

    /// <summary>When the store deletes the key, in milliseconds since 1970; 0 for never.</summary>
    public long ExpiresAt { get; } = expiresAt;

    /// <summary>Whether this write was a deletion.</summary>
    public bool Deleted { get; } = deleted;

    /// <summary>The write before, as far as it is remembered.</summary>
    public KeyRecord? Previous => Volatile.Read(ref _previous);

    /// <summary>Forgets the writes before.</summary>
    public void ForgetPrevious() => Volatile.Write(ref _previous, null);
}
