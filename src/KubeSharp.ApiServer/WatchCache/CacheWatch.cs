using System.Runtime.CompilerServices;
using KubeSharp.ApiServer.Reading;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>A watch served from the cache: a place in the change log of its resource, and a signal.</summary>
internal sealed class CacheWatch : IObjectWatch
{
    private const int BatchSize = 256;
    private const long Nothing = long.MaxValue;
    private readonly ResourceCache _cache;
    private readonly ChangeLog _log;
    private readonly AsyncSignal _signal = new();
    private readonly List<ObjectChange> _changes = [];
    private readonly long _after;
    private StoreWatch? _history;
    private long _historyUntil;
    private long _next;
    private long _announced = Nothing;
    private bool _more = true;
    private long _progress;
    private Exception? _end;

    /// <summary>Makes the watch. It must be in the table of watchers before its place in the log is looked up.</summary>
    public CacheWatch(ResourceCache cache, ChangeLog log, WatchQuery query)
    {
        _cache = cache;
        _log = log;
        _after = query.After;
        Selection = new WatchSelection(query.Prefix, query.SingleKey, cache.Field, query.IndexedValue);
    }

    /// <summary>What is watched.</summary>
    public WatchSelection Selection { get; }

    /// <summary>Where the table keeps it.</summary>
    public int Place { get; set; }

    /// <summary>Begins at a place in the log.</summary>
    public void StartAt(long number)
    {
        _next = number;
        // Later changes are announced, because the watch is in the table already.
        _more = number < _log.Head;
    }

    /// <summary>Begins in the store's history, and goes on at a place in the log after the revision up to which the log was written then.</summary>
    public void StartAt(StoreWatch history, long until, long number)
    {
        _history = history;
        _historyUntil = until;
        _next = number;
    }

    /// <summary>A change that concerns this watch is in the log. Only the first one since the last read matters.</summary>
    public void Announce(long number)
    {
        if (Volatile.Read(ref _announced) == Nothing)
            Volatile.Write(ref _announced, number);
        _signal.Announce();
    }

    /// <summary>Ends the watch: reading throws this from now on.</summary>
    public void End(Exception reason)
    {
        Interlocked.CompareExchange(ref _end, reason, null);
        _signal.Announce();
    }

    /// <inheritdoc />
    public void RequestProgress() => _ = ReportProgressAsync();

    /// <inheritdoc />
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ObjectChanges> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Volatile.Read(ref _end) is { } end)
                throw end;
            if (_history is not null)
            {
                if (await ReadHistoryAsync(_history, cancellationToken).ConfigureAwait(false) is { } past)
                    return past;
                continue;
            }

            if (TryRead() is { } changes)
                return changes;
            await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _cache.Watchers.Remove(this);
        return _history?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private ObjectChanges? TryRead()
    {
        // The order matters: whatever the revision covers was announced before it was published, and is in the log before its head.
        var progressed = Interlocked.Exchange(ref _progress, 0);
        var revision = Math.Max(_cache.Snapshot.Revision, progressed);
        var announced = Interlocked.Exchange(ref _announced, Nothing);
        var progress = progressed != 0;
        if (!_more)
        {
            if (announced == Nothing && !progress)
                return null;
            // Nothing between our place and the first announced change concerned us; the log may have forgotten it.
            if (announced != Nothing)
                _next = Math.Max(_next, announced);
        }

        if (!_more && announced == Nothing)
            return new ObjectChanges([], revision);
        var changes = _changes;
        changes.Clear();
        if (!_log.Read(ref _next, Selection, BatchSize, changes))
            throw new CompactedException(_after, _log.Floor);
        _more = changes.Count == BatchSize;
        var skipped = 0;
        while (skipped < changes.Count && changes[skipped].Revision <= _after)
            skipped++;
        changes.RemoveRange(0, skipped);

        if (changes.Count == 0 && !progress)
            return null;
        var last = changes.Count > 0 ? changes[^1].Revision : 0;
        return new ObjectChanges(changes, _more ? last : Math.Max(last, revision));
    }

    private async ValueTask<ObjectChanges?> ReadHistoryAsync(StoreWatch history, CancellationToken cancellationToken)
    {
        var batch = await history.ReadAsync(cancellationToken).ConfigureAwait(false);
        var changes = batch.Changes;
        if (batch.Revision >= _historyUntil)
        {
            _history = null;
            await history.DisposeAsync().ConfigureAwait(false);
            // What came after is in the log.
            if (changes.Count > 0 && changes[^1].Revision > _historyUntil)
                changes = [.. changes.Where(change => change.Revision <= _historyUntil)];
        }

        return changes.Count == 0 ? null : new ObjectChanges(changes, Math.Min(batch.Revision, _historyUntil));
    }

    private async Task ReportProgressAsync()
    {
        var reached = _cache.Snapshot.Revision;
        try
        {
            reached = (await _cache.MostRecentAsync(CancellationToken.None).ConfigureAwait(false)).Revision;
        }
        catch (StoreException)
        {
            // The store is away: report what there is.
        }

        Volatile.Write(ref _progress, Math.Max(1, reached));
        _signal.Announce();
    }
}
