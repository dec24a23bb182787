namespace KubeSharp.ApiServer.WatchCache;

/// <summary>Requests that wait until a revision has arrived.</summary>
internal sealed class RevisionWaiters
{
    private readonly Lock _gate = new();
    private readonly List<(long Revision, TaskCompletionSource Arrival)> _waiting = [];
    private int _count;

    /// <summary>Whether anybody waits. What the caller wrote before, whoever begins to wait from now on sees.</summary>
    public bool Any
    {
        get
        {
            // Pairs with the one in Wait: either we see who waits, or they see what we published.
            Interlocked.MemoryBarrier();
            return Volatile.Read(ref _count) > 0;
        }
    }

    /// <summary>A task that completes when a revision has arrived. Look afterwards whether it already had.</summary>
    public Task Wait(long revision)
    {
        Task arrived;
        lock (_gate)
        {
            // Requests that come together wait together.
            if (_waiting.Count == 0 || _waiting[^1].Revision != revision)
                _waiting.Add((revision, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            _count = _waiting.Count;
            arrived = _waiting[^1].Arrival.Task;
        }

        Interlocked.MemoryBarrier();
        return arrived;
    }

    /// <summary>Lets go whoever waits for a revision up to this one.</summary>
    public void Release(long revision)
    {
        if (!Any)
            return;
        lock (_gate)
        {
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Revision > revision)
                    continue;
                _waiting[i].Arrival.TrySetResult();
                _waiting.RemoveAt(i);
            }

            _count = _waiting.Count;
        }
    }

    /// <summary>Fails whoever waits.</summary>
    public void Fail(Exception reason)
    {
        lock (_gate)
        {
            foreach (var (_, arrival) in _waiting)
            {
                arrival.TrySetException(reason);
                _ = arrival.Task.Exception;
            }

            _waiting.Clear();
            _count = 0;
        }
    }
}
