namespace KubeSharp.ApiServer.WatchCache;

/// <summary>Snapshots that lists were cut off at, kept a while for the pages that follow. Bounded; what is forgotten is read from the store.</summary>
internal sealed class SnapshotHistory
{
    private const int Kept = 16;
    private readonly Lock _gate = new();
    private readonly List<CacheSnapshot> _snapshots = [];

    /// <summary>Keeps a snapshot.</summary>
    public void Keep(CacheSnapshot snapshot)
    {
        lock (_gate)
        {
            // Progress makes new snapshots of the same objects; the newest of them holds for the most revisions.
            if (_snapshots.Count > 0 && _snapshots[^1].Objects == snapshot.Objects)
                _snapshots.RemoveAt(_snapshots.Count - 1);
            else if (_snapshots.Count == Kept)
                _snapshots.RemoveAt(0);
            _snapshots.Add(snapshot);
        }
    }

    /// <summary>The snapshot of a revision, if it is still known.</summary>
    public CacheSnapshot? Find(long revision)
    {
        lock (_gate)
        {
            for (var i = _snapshots.Count - 1; i >= 0; i--)
            {
                if (_snapshots[i].HoldsFor(revision))
                    return _snapshots[i];
            }
        }

        return null;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
            _snapshots.Clear();
    }
}
