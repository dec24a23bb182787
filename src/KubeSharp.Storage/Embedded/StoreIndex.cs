using KubeSharp.Storage.Collections;

namespace KubeSharp.Storage.Embedded;

/// <summary>What the store keeps in memory: every key with its remembered writes, and the revisions that bound them.</summary>
/// <remarks>One writer; any number of readers, which never wait. A reader takes the revision first and the keys second.</remarks>
internal sealed class StoreIndex
{
    private PersistentMap<KeyNode> _keys = PersistentMap<KeyNode>.Empty;
    private long _revision = 1;
    private long _compacted;

    /// <summary>Every key that has a remembered record, deleted ones too.</summary>
    public PersistentMap<KeyNode> Keys
    {
        get => Volatile.Read(ref _keys);
        set => Volatile.Write(ref _keys, value);
    }

    /// <summary>The newest revision that readers may see.</summary>
    public long Revision
    {
        get => Volatile.Read(ref _revision);
        set => Volatile.Write(ref _revision, value);
    }

    /// <summary>Revisions below this one are forgotten.</summary>
    public long Compacted
    {
        get => Volatile.Read(ref _compacted);
        set => Volatile.Write(ref _compacted, value);
    }

    /// <summary>Writer only: overwritten or deleting records in the order of their revisions, for compaction to take from the front.</summary>
    public Queue<NodeRecord> History { get; } = new();

    /// <summary>Writer only: keys with a time to live by when it ends. Entries whose record is not the head any more are stale.</summary>
    public PriorityQueue<NodeRecord, long> Expiring { get; } = new();
}
