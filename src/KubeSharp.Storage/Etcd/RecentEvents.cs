namespace KubeSharp.Storage.Etcd;

/// <summary>The newest events of the whole store, in order, for watches that start a little in the past. Not safe for concurrent use.</summary>
internal sealed class RecentEvents
{
    private const int MostEvents = 16_384;
    private const int MostBytes = 32 << 20;

    private readonly Queue<StoreEvent> events = new();
    private long bytes;

    /// <summary>Every event after this revision is here.</summary>
    public long From { get; private set; }

    /// <summary>Forgets all; what comes next is after this revision.</summary>
    public void Reset(long revision)
    {
        events.Clear();
        bytes = 0;
        From = revision;
    }

    /// <summary>Adds the events of one batch; the oldest go when there are too many.</summary>
    public void Add(IReadOnlyList<StoreEvent> batch)
    {
        foreach (var change in batch)
        {
            events.Enqueue(change);
            bytes += EtcdEvents.Size(change);
        }

        while (events.Count > MostEvents || bytes > MostBytes)
        {
            var oldest = events.Dequeue();
            bytes -= EtcdEvents.Size(oldest);
            From = oldest.Revision;
        }

        // Several events may share a revision (a transaction): none of it is complete any more.
        while (events.TryPeek(out var next) && next.Revision == From) bytes -= EtcdEvents.Size(events.Dequeue());
    }

    /// <summary>The events after a revision that the watch wants.</summary>
    public void CopyAfter(long revision, string keyPrefix, List<StoreEvent> into)
    {
        foreach (var change in events)
        {
            if (change.Revision > revision && change.Key.StartsWith(keyPrefix, StringComparison.Ordinal)) into.Add(change);
        }
    }
}
