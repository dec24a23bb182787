using KubeSharp.Storage.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace KubeSharp.Storage.Embedded;

/// <summary>
/// What the store does by itself: compaction on its schedule, deleting what has expired, checkpoints beside the writer, and trying again after a fault.
/// Nothing of it runs while nothing is written.
/// </summary>
internal sealed partial class StoreUpkeep : IAsyncDisposable
{
    private const long CheckpointPages = 1000;
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SlowestProbe = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly string _path;
    private readonly StoreIndex _index;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _expiry;
    private readonly ITimer _probe;
    private StoreWriter? _writer;
    private Task _compaction = Task.CompletedTask;
    private Task _checkpoint = Task.CompletedTask;
    private Task _removal = Task.CompletedTask;
    private StoreHealth _health = StoreHealth.Good;
    private TimeSpan _probeAfter = FirstProbe;
    private long _expiryArmed = long.MaxValue;
    private long _checkpointed;
    private int _removing;

    public StoreUpkeep(EmbeddedStoreOptions options, string path, StoreIndex index)
    {
        _time = options.TimeProvider;
        _interval = options.CompactionInterval;
        _path = path;
        _index = index;
        _log = options.LoggerFactory.CreateLogger("KubeSharp.Storage");
        _expiry = _time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _probe = _time.CreateTimer(_ => _writer?.Submit(new ProbeOperation()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the last transaction succeeded.</summary>
    public StoreHealth Health => Volatile.Read(ref _health);

    /// <summary>Begins the work: what a former process left over first.</summary>
    public void Start(StoreWriter writer)
    {
        _writer = writer;
        ArmExpiry();
        if (_index.Compacted > 0)
            RemoveRows();
        if (_interval > TimeSpan.Zero)
            _compaction = CompactOnScheduleAsync();
    }

    /// <summary>Makes a revision the oldest one and starts to remove what is older.</summary>
    public async Task CompactAsync(long revision)
    {
        var operation = new CompactOperation(_index, revision);
        _writer!.Submit(operation);
        if (await operation.Task.ConfigureAwait(false))
            RemoveRows();
    }

    /// <summary>Told by the writer, on its thread, how each transaction went.</summary>
    public void Report(StoreUnavailableException? fault)
    {
        if (fault is not null)
        {
            if (Health.Ready)
                LogFault(fault.Message);
            Volatile.Write(ref _health, new StoreHealth(false, fault.Message));
            _probe.Change(_probeAfter, Timeout.InfiniteTimeSpan);
            _probeAfter = _probeAfter * 2 < SlowestProbe ? _probeAfter * 2 : SlowestProbe;
            return;
        }

        if (!Health.Ready)
        {
            LogHealed(_path);
            _probeAfter = FirstProbe;
            _probe.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _health, StoreHealth.Good);
            ArmExpiry();
            RemoveRows();
        }
        else if (_index.Expiring.Count > 0)
        {
            ArmExpiry();
        }

        if (_writer is { } writer && writer.PagesLogged - _checkpointed > CheckpointPages && _checkpoint.IsCompleted && !_stop.IsCancellationRequested)
        {
            _checkpointed = writer.PagesLogged;
            _checkpoint = Task.Run(Checkpoint);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _expiry.DisposeAsync().ConfigureAwait(false);
        await _probe.DisposeAsync().ConfigureAwait(false);
        await _compaction.ConfigureAwait(false);
        await _checkpoint.ConfigureAwait(false);
        await Volatile.Read(ref _removal).ConfigureAwait(false);
        _stop.Dispose();
    }

    // Writer's thread, or before there is one. Deadlines within the same second share a timer.
    private void ArmExpiry()
    {
        if (!_index.Expiring.TryPeek(out _, out var at) || at >= _expiryArmed)
            return;
        _expiryArmed = at;
        var wait = TimeSpan.FromMilliseconds(Math.Clamp(at - _time.GetUtcNow().ToUnixTimeMilliseconds() + 100, 0, int.MaxValue));
        _expiry.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        if (!_stop.IsCancellationRequested)
            _writer!.Submit(new ExpireOperation(_index, _time.GetUtcNow().ToUnixTimeMilliseconds(), this));
    }

    /// <summary>Told by the expiry itself, on the writer's thread, that it ran.</summary>
    public void ExpiryDone() => _expiryArmed = long.MaxValue;

    private async Task CompactOnScheduleAsync()
    {
        var seen = _index.Revision;
        using var timer = new PeriodicTimer(_interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                var target = seen;
                seen = _index.Revision;
                if (target <= _index.Compacted)
                    continue;
                try
                {
                    await CompactAsync(target).ConfigureAwait(false);
                }
                catch (StoreUnavailableException)
                {
                    // Reported by the writer; the next tick compacts further.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private void RemoveRows()
    {
        if (Interlocked.Exchange(ref _removing, 1) == 0)
            _removal = RemoveRowsAsync();
    }

    private async Task RemoveRowsAsync()
    {
        await Task.Yield();
        long upTo;
        try
        {
            do
            {
                upTo = _index.Compacted;
                bool more;
                do
                {
                    var step = new CompactionStep(_index);
                    _writer!.Submit(step);
                    more = await step.Task.ConfigureAwait(false);
                }
                while (more && !_stop.IsCancellationRequested);
            }
            while (upTo != _index.Compacted && !_stop.IsCancellationRequested);
        }
        catch (StoreUnavailableException)
        {
            // Reported by the writer; goes on when the store has healed.
            upTo = _index.Compacted;
        }

        // A barrier before looking again: who compacts meanwhile either finds nobody at work, or is seen here.
        Interlocked.Exchange(ref _removing, 0);
        if (upTo != _index.Compacted && !_stop.IsCancellationRequested)
            RemoveRows();
    }

    private void Checkpoint()
    {
        try
        {
            using var database = StoreFile.OpenReader(_path);
            _ = database.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
            _writer!.FinishCheckpoint();
        }
        catch (SqliteFaultException e)
        {
            LogCheckpoint(_path, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Store: {Sentence}", EventName = "StoreFault")]
    private partial void LogFault(string sentence);

    [LoggerMessage(2, LogLevel.Information, "Store: {Path} takes writes again", EventName = "StoreHealed")]
    private partial void LogHealed(string path);

    [LoggerMessage(3, LogLevel.Warning, "Store: moving the log into {Path} failed ({Reason}); it is tried again", EventName = "StoreCheckpoint")]
    private partial void LogCheckpoint(string path, string reason);
}
