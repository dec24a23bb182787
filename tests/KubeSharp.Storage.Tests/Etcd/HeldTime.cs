namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>The system's time, in which waits do not end as long as it is held.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ITimer> _waiting = [];
    private bool _held;

    /// <summary>Waits that begin from now on do not end.</summary>
    public void Hold()
    {
        lock (_gate) _held = true;
    }

    /// <summary>All that wait go on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _held = false;
            foreach (var timer in _waiting) timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            _waiting.Clear();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (!_held || dueTime == Timeout.InfiniteTimeSpan) return base.CreateTimer(callback, state, dueTime, period);
            var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _waiting.Add(timer);
            return timer;
        }
    }
}
