using System.Threading.Channels;

namespace KubeSharp.Client;

/// <summary>
/// Keys that need work. A key is in the queue at most once, and is never given to two workers at a time: added while it is being
/// worked on, it comes back when that work is <see cref="Done"/>. So a worker may take a key to mean "look at this object now",
/// however many events led to it. Thread-safe.
/// </summary>
/// <typeparam name="TKey">Usually <see cref="ObjectKey"/>.</typeparam>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly TimeProvider time;
    private readonly WorkQueueOptions options;
    private readonly TokenBucket bucket;
    private readonly Lock gate = new();
    private readonly Channel<TKey> ready = Channel.CreateUnbounded<TKey>();
    private readonly HashSet<TKey> dirty = [];
    private readonly HashSet<TKey> processing = [];
    private readonly Dictionary<TKey, int> failures = [];
    private readonly PriorityQueue<TKey, DateTimeOffset> delayed = new();
    private readonly Dictionary<TKey, DateTimeOffset> due = [];
    private readonly ITimer timer;
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool shuttingDown;

    /// <summary>An empty queue.</summary>
    public WorkQueue(TimeProvider? time = null, WorkQueueOptions? options = null)
    {
        this.time = time ?? TimeProvider.System;
        this.options = options ?? new WorkQueueOptions();
        bucket = new TokenBucket(this.options.RetriesPerSecond, this.options.RetryBurst, this.time);
        timer = this.time.CreateTimer(static s => ((WorkQueue<TKey>)s!).AddDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many keys wait for a worker (not those that wait for their time).</summary>
    public int Count
    {
        get
        {
            lock (gate) return dirty.Count;
        }
    }

    /// <summary>True after <see cref="ShutDown"/>.</summary>
    public bool IsShuttingDown
    {
        get
        {
            lock (gate) return shuttingDown;
        }
    }

    /// <summary>Adds a key now. After <see cref="ShutDown"/> it is ignored.</summary>
    public void Add(TKey key)
    {
        lock (gate) AddLocked(key);
    }

    /// <summary>Adds a key after a time. Of several pending times of one key the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        lock (gate)
        {
            if (shuttingDown) return;
            if (delay <= TimeSpan.Zero)
            {
                AddLocked(key);
                return;
            }

            DateTimeOffset at = time.GetUtcNow() + delay;
            if (due.TryGetValue(key, out DateTimeOffset earlier) && earlier <= at) return;
            due[key] = at;
            delayed.Enqueue(key, at);
            Arm();
        }
    }

    /// <summary>
    /// Adds a key after a failure: the delay doubles with each one of this key, and all keys together stay under the retry rate.
    /// Call <see cref="Forget"/> when the key at last succeeds.
    /// </summary>
    public void AddRateLimited(TKey key)
    {
        TimeSpan own;
        lock (gate)
        {
            failures.TryGetValue(key, out int count);
            failures[key] = ++count;
            own = Backoff.Exponential(options.BaseDelay, options.MaxDelay, count);
        }

        TimeSpan shared = bucket.Reserve();
        AddAfter(key, own > shared ? own : shared);
    }

    /// <summary>Clears a key's failures.</summary>
    public void Forget(TKey key)
    {
        lock (gate) failures.Remove(key);
    }

    /// <summary>How often a key failed since it last was forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (gate) return failures.GetValueOrDefault(key);
    }

    /// <summary>Waits for a key. <c>Taken</c> is false once the queue is shut down and empty. Every key taken must be given to <see cref="Done"/>.</summary>
    public async ValueTask<(bool Taken, TKey Key)> TakeAsync(CancellationToken cancellationToken = default)
    {
        while (await ready.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            lock (gate)
            {
                if (!ready.Reader.TryRead(out TKey? key)) continue;
                dirty.Remove(key);
                processing.Add(key);
                return (true, key);
            }
        }

        return (false, default!);
    }

    /// <summary>The work on a key ended, well or not. If it was added meanwhile it goes back into the queue.</summary>
    public void Done(TKey key)
    {
        lock (gate)
        {
            processing.Remove(key);
            if (dirty.Contains(key)) ready.Writer.TryWrite(key);
            EndIfDrained();
        }
    }

    /// <summary>Takes no more keys; those in the queue are still handed out. Pending delays are dropped.</summary>
    public void ShutDown()
    {
        lock (gate)
        {
            shuttingDown = true;
            delayed.Clear();
            due.Clear();
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            EndIfDrained();
        }
    }

    /// <summary>Shuts down and waits until all work is done.</summary>
    public Task ShutDownWithDrainAsync(CancellationToken cancellationToken = default)
    {
        ShutDown();
        return drained.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Shuts down.</summary>
    public void Dispose()
    {
        ShutDown();
        timer.Dispose();
    }

    private void AddLocked(TKey key)
    {
        if (shuttingDown || !dirty.Add(key) || processing.Contains(key)) return;
        ready.Writer.TryWrite(key);
    }

    private void AddDue()
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            while (delayed.TryPeek(out TKey? key, out DateTimeOffset at) && at <= now)
            {
                delayed.Dequeue();

                // An entry that an earlier time superseded stays in the heap; it no longer matches and is dropped here.
                if (!due.TryGetValue(key, out DateTimeOffset current) || current != at) continue;
                due.Remove(key);
                AddLocked(key);
            }

            Arm();
        }
    }

    private void Arm()
    {
        if (!delayed.TryPeek(out _, out DateTimeOffset at)) return;
        TimeSpan wait = at - time.GetUtcNow();
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;

        // Timers take at most 49 days; an earlier wake-up only arms again. Rounding up to whole milliseconds keeps it from firing early.
        double milliseconds = Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue);
        timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private void EndIfDrained()
    {
        // Dirty keys that are being processed come back through Done; the channel may end only when none can.
        if (!shuttingDown) return;
        if (processing.Count == 0 && dirty.Count == 0) drained.TrySetResult();
        foreach (TKey key in processing)
            if (dirty.Contains(key)) return;
        ready.Writer.TryComplete();
    }
}
