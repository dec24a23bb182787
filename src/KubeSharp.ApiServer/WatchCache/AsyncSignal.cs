using System.Threading.Tasks.Sources;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// Something that one reader waits for and others announce. It resets itself, announcements made while nobody waits count once, and waiting allocates
/// nothing: with a thousand watchers there are a thousand waits for every event.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Announced = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _token;
    private int _state;

    /// <summary>Announces it: the reader goes on, now or when it next waits.</summary>
    public void Announce()
    {
        while (true)
        {
            // Never a plain read first: it could pass our caller's writes, find an old announcement that is just being taken, and ours would be lost.
            var state = Interlocked.CompareExchange(ref _state, Announced, Idle);
            if (state != Waiting)
                return;
            if (Interlocked.CompareExchange(ref _state, Idle, Waiting) != Waiting)
                continue;
            _core.SetResult(true);
            return;
        }
    }

    /// <summary>Waits for an announcement since the last one that was waited for.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Announced) == Announced)
            return ValueTask.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        _core.Reset();
        var version = _core.Version;
        _token = cancellationToken;
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) != Idle)
        {
            Volatile.Write(ref _state, Idle);
            return ValueTask.CompletedTask;
        }

        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static self => ((AsyncSignal)self!).Cancel(), this);
        return new ValueTask(this, version);
    }

    /// <inheritdoc />
    public void GetResult(short token)
    {
        _cancellation.Unregister();
        _core.GetResult(token);
    }

    /// <inheritdoc />
    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc />
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _core.OnCompleted(continuation, state, token, flags);

    private void Cancel()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting)
            _core.SetException(new OperationCanceledException(_token));
    }
}
