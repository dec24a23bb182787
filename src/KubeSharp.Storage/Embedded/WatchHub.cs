namespace KubeSharp.Storage.Embedded;

/// <summary>Who watches what, and the moment at which a commit becomes visible to watches and readers alike.</summary>
internal sealed class WatchHub(StoreIndex index)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, EmbeddedWatch[]> _byPrefix = new(StringComparer.Ordinal);
    private readonly HashSet<int> _oddLengths = [];
    private readonly HashSet<EmbeddedWatch> _offered = [];
    private bool _closed;

    /// <summary>
    /// Adds a watch. It will be offered everything after the revision returned, and nothing up to it.
    /// </summary>
    public long Add(EmbeddedWatch watch)
    {
        lock (_gate)
        {
            if (_closed)
                throw new StoreUnavailableException("The store is closed.");
            _byPrefix[watch.Prefix] = _byPrefix.TryGetValue(watch.Prefix, out var others) ? [.. others, watch] : [watch];
            if (!watch.Prefix.EndsWith('/'))
                _oddLengths.Add(watch.Prefix.Length);
            return index.Revision;
        }
    }

    /// <summary>Removes a watch.</summary>
    public void Remove(EmbeddedWatch watch)
    {
        lock (_gate)
        {
            if (!_byPrefix.TryGetValue(watch.Prefix, out var watches))
                return;
            watches = Array.FindAll(watches, other => other != watch);
            if (watches.Length == 0)
                _byPrefix.Remove(watch.Prefix);
            else
                _byPrefix[watch.Prefix] = watches;
        }
    }

    /// <summary>
    /// Gives a commit's events to the watches they concern, lets readers see its revision, and only then wakes the watches: who is told of a write finds it.
    /// </summary>
    public void Publish(List<StoreEvent> events, long revision)
    {
        lock (_gate)
        {
            if (_byPrefix.Count > 0)
            {
                foreach (var change in events)
                    Offer(change);
            }

            index.Revision = revision;
            foreach (var watch in _offered)
                watch.Wake();
            _offered.Clear();
        }
    }

    /// <summary>Ends every watch.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var watches in _byPrefix.Values)
            {
                foreach (var watch in watches)
                    watch.End(new StoreUnavailableException("The store is closed."));
            }
        }
    }

    // A prefix usually ends in a slash, so a key meets few of them: one look-up for each of its slashes, however many watches there are.
    private void Offer(StoreEvent change)
    {
        var key = change.Key.AsSpan();
        var lookup = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] == '/' && lookup.TryGetValue(key[..(i + 1)], out var watches))
                Offer(watches, change);
        }

        foreach (var length in _oddLengths)
        {
            if (length <= key.Length && (length == 0 || key[length - 1] != '/') && lookup.TryGetValue(key[..length], out var watches))
                Offer(watches, change);
        }
    }

    private void Offer(EmbeddedWatch[] watches, StoreEvent change)
    {
        foreach (var watch in watches)
        {
            watch.Offer(change);
            _offered.Add(watch);
        }
    }
}
