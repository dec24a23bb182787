using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>The watchers of a resource by what they watch, so that a change wakes those it concerns and no others.</summary>
internal sealed class WatcherTable(IndexedField? field)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<CacheWatch>> _byPrefix = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CacheWatch>> _byValue = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many watchers there are.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(CacheWatch watch)
    {
        lock (_gate)
        {
            var (table, key) = PlaceOf(watch);
            if (!table.TryGetValue(key, out var watches))
                table.Add(key, watches = []);
            watch.Place = watches.Count;
            watches.Add(watch);
            _count++;
        }

        Interlocked.MemoryBarrier();
    }

    public void Remove(CacheWatch watch)
    {
        lock (_gate)
        {
            var (table, key) = PlaceOf(watch);
            if (!table.TryGetValue(key, out var watches) || watch.Place >= watches.Count || watches[watch.Place] != watch)
                return;
            var last = watches[^1];
            watches[watch.Place] = last;
            last.Place = watch.Place;
            watches.RemoveAt(watches.Count - 1);
            if (watches.Count == 0)
                table.Remove(key);
            _count--;
        }
    }

    /// <summary>Tells the watchers of a change's key that it is in the log. The log's head must have passed it.</summary>
    public void Announce(ObjectChange change, long number)
    {
        // Pairs with the one in Add: either we see the watcher, or it sees the log with the change.
        Interlocked.MemoryBarrier();
        if (Count == 0)
            return;
        var key = (change.Current ?? change.Previous)!.Key.AsSpan();
        lock (_gate)
        {
            var lookup = _byPrefix.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var i = 0; i < key.Length; i++)
            {
                if (key[i] == '/' && lookup.TryGetValue(key[..(i + 1)], out var watches))
                    Announce(watches, number);
            }

            if (lookup.TryGetValue(key, out var single))
                Announce(single, number);
            if (_byValue.Count > 0)
                AnnounceByValue(change, number);
        }
    }

    /// <summary>Ends every watcher.</summary>
    public void EndAll(Exception reason)
    {
        lock (_gate)
        {
            foreach (var watches in _byPrefix.Values)
            {
                foreach (var watch in watches)
                    watch.End(reason);
            }

            foreach (var watches in _byValue.Values)
            {
                foreach (var watch in watches)
                    watch.End(reason);
            }
        }
    }

    private (Dictionary<string, List<CacheWatch>> Table, string Key) PlaceOf(CacheWatch watch) =>
        watch.Selection.IndexedValue is { } value ? (_byValue, value) : (_byPrefix, watch.Selection.Prefix);

    // An object may come to a value, leave it, or both: each side is told.
    private void AnnounceByValue(ObjectChange change, long number)
    {
        var now = change.Current?.Indexed(field!);
        var before = change.Previous?.Indexed(field!);
        if (now is not null && _byValue.TryGetValue(now, out var watches))
            Announce(watches, number);
        if (before is not null && before != now && _byValue.TryGetValue(before, out watches))
            Announce(watches, number);
    }

    private static void Announce(List<CacheWatch> watches, long number)
    {
        foreach (var watch in watches)
            watch.Announce(number);
    }
}
