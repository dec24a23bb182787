using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>The watchers of a resource by what they watch, so that a change wakes those it concerns and no others.</summary>
internal sealed class WatcherTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<CacheWatch>> _byPrefix = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many watchers there are.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(CacheWatch watch)
    {
        lock (_gate)
        {
            if (!_byPrefix.TryGetValue(watch.Prefix, out var watches))
                _byPrefix.Add(watch.Prefix, watches = []);
            watch.Place = watches.Count;
            watches.Add(watch);
            _count++;
        }
    }

    public void Remove(CacheWatch watch)
    {
        lock (_gate)
        {
            if (!_byPrefix.TryGetValue(watch.Prefix, out var watches) || watch.Place >= watches.Count || watches[watch.Place] != watch)
                return;
            var last = watches[^1];
            watches[watch.Place] = last;
            last.Place = watch.Place;
            watches.RemoveAt(watches.Count - 1);
            if (watches.Count == 0)
                _byPrefix.Remove(watch.Prefix);
            _count--;
        }
    }

    /// <summary>Tells the watchers of a change's key that it is in the log. The log's head must have passed it.</summary>
    public void Announce(ObjectChange change, long number)
    {
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
        }
    }

    private static void Announce(List<CacheWatch> watches, long number)
    {
        foreach (var watch in watches)
            watch.Announce(number);
    }
}
