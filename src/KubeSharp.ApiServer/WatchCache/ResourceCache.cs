using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;
using KubeSharp.Storage;
using KubeSharp.Storage.Collections;
using KubeSharp.Storage.Transform;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// Everything of one resource, as it goes to clients: loaded once, then kept by one watch on the store. Reads take the current snapshot and wait for
/// nobody, unless they ask for a revision that has not arrived.
/// </summary>
internal sealed partial class ResourceCache : IAsyncDisposable
{
    private const int LoadPage = 2000;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowestRetry = TimeSpan.FromSeconds(10);

    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly RevisionWaiters _waiters = new();
    private readonly Task _running;
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CacheSnapshot _snapshot = new(PersistentMap<StoredObject>.Empty, 0, 0);
    private ChangeLog? _log;
    private IStoreWatch? _storeWatch;
    private StoredValueException? _unreadable;

    /// <summary>Starts to load.</summary>
    public ResourceCache(IStore store, string prefix, TimeProvider time, ILogger logger, IndexedField? field = null)
    {
        Field = field;
        Watchers = new WatcherTable(field);
        _store = store.For(prefix);
        _time = time;
        _logger = logger;
        Prefix = prefix;
        _running = Task.Run(RunAsync);
    }

    /// <summary>The start of all keys of the resource.</summary>
    public string Prefix { get; }

    /// <summary>The objects as of the newest revision that has arrived.</summary>
    public CacheSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>Snapshots that lists were cut off at.</summary>
    public SnapshotHistory History { get; } = new();

    /// <summary>Who watches.</summary>
    public WatcherTable Watchers { get; }

    /// <summary>The field by whose value watches are found; null for none.</summary>
    public IndexedField? Field { get; }

    /// <summary>Why the objects cannot be held here: one of their values cannot be read. Null if that is not so.</summary>
    public StoredValueException? Unreadable => Volatile.Read(ref _unreadable);

    /// <summary>Waits until the objects have been loaded.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read; the cache goes on trying.</exception>
    public Task LoadedAsync(CancellationToken cancellationToken)
    {
        var loaded = Volatile.Read(ref _loaded).Task;
        return loaded.IsCompletedSuccessfully ? Task.CompletedTask : loaded.WaitAsync(cancellationToken);
    }

    /// <summary>A snapshot at least as new as a revision (null: as every write acknowledged before the call), if there is one without waiting.</summary>
    public CacheSnapshot? TryGetSnapshot(long? atLeast)
    {
        if (!Volatile.Read(ref _loaded).Task.IsCompletedSuccessfully)
            return null;
        if (atLeast is null)
        {
            var current = _store.GetCurrentRevisionAsync(CancellationToken.None);
            // A store that is asked over the network answers later: whoever then waits asks again.
            if (!current.IsCompletedSuccessfully)
                return null;
            atLeast = current.Result;
        }

        return Current(atLeast.Value);
    }

    /// <summary>A snapshot that is at least as new as every write acknowledged before the call.</summary>
    public async ValueTask<CacheSnapshot> MostRecentAsync(CancellationToken cancellationToken)
    {
        await LoadedAsync(cancellationToken).ConfigureAwait(false);
        var current = await _store.GetCurrentRevisionAsync(cancellationToken).ConfigureAwait(false);
        return Current(current) ?? await ReachAsync(current, cancellationToken).ConfigureAwait(false);
    }

    // Other resources move the store on all the time. Where nothing of this one is under way, what we have is still how things stand.
    private CacheSnapshot? Current(long revision)
    {
        var snapshot = Snapshot;
        if (snapshot.Revision >= revision)
            return snapshot;
        var settled = Volatile.Read(ref _storeWatch)?.Settled ?? 0;
        if (settled < revision)
            return null;
        // Read again: what the watch had delivered by then is in it.
        snapshot = Snapshot;
        return snapshot.Revision >= settled ? snapshot : snapshot with { Revision = settled };
    }

    /// <summary>Waits for a revision that the store has reached.</summary>
    public async ValueTask<CacheSnapshot> ReachAsync(long revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            var arrival = _waiters.Wait(revision);
            if (Snapshot.Revision >= revision)
                return Snapshot;
            // Other resources moved the store on; the watch proves that nothing of this one is under way.
            Volatile.Read(ref _storeWatch)?.RequestProgress();
            await arrival.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a watch.</summary>
    /// <exception cref="CompactedException">What happened after the start revision is not remembered any more.</exception>
    public async ValueTask<CacheWatch> WatchAsync(WatchQuery query, CancellationToken cancellationToken)
    {
        while (true)
        {
            await LoadedAsync(cancellationToken).ConfigureAwait(false);
            if (Volatile.Read(ref _log) is not { } log)
                continue;
            var watch = new CacheWatch(this, log, query);
            Watchers.Add(watch);
            try
            {
                if (log != Volatile.Read(ref _log))
                    throw new CompactedException(query.After, log.Floor);
                if (log.FindAfter(query.After) is { } number)
                {
                    watch.StartAt(number);
                    return watch;
                }

                // The store remembers longer than the log, and across a restart of this process.
                var until = Snapshot.Revision;
                var source = await _store.WatchAsync(
                    new WatchRequest { Prefix = query.Prefix, AfterRevision = query.After }, cancellationToken).ConfigureAwait(false);
                source.RequestProgress();
                if (log.FindAfter(until) is { } after)
                {
                    watch.StartAt(new StoreWatch(source, query), until, after);
                    return watch;
                }

                await source.DisposeAsync().ConfigureAwait(false);
            }
            catch
            {
                Watchers.Remove(watch);
                throw;
            }

            Watchers.Remove(watch);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        var closed = new StoreUnavailableException("The resource is not served any more.");
        Watchers.EndAll(closed);
        _waiters.Fail(closed);
        Volatile.Read(ref _loaded).TrySetException(closed);
        _ = _loaded.Task.Exception;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var retry = FirstRetry;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_log is null)
                    await LoadAsync().ConfigureAwait(false);
                await FollowAsync(() => retry = FirstRetry).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (CompactedException e)
            {
                // The store forgot what we have not seen: begin again, and let watchers do so too.
                BeginAnew(e);
            }
            catch (StoredValueException e) when (_log is not null)
            {
                // What came last cannot be read, so what is here gets old: who asks is told so.
                BeginAnew(e);
            }
            catch (Exception e)
            {
                LogFault(Prefix, e.Message);
                Volatile.Write(ref _unreadable, e as StoredValueException);
                FailLoading(e);
                if (!await PauseAsync(retry).ConfigureAwait(false))
                    return;
                retry = retry * 2 < SlowestRetry ? retry * 2 : SlowestRetry;
            }
        }
    }

    private void BeginAnew(StoreException why)
    {
        LogReload(Prefix, why.Message);
        Volatile.Write(ref _log, null);
        Volatile.Write(ref _loaded, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Watchers.EndAll(why);
    }

    private async Task LoadAsync()
    {
        var objects = PersistentMap<StoredObject>.Empty.ToBuilder();
        var request = new RangeRequest { Prefix = Prefix, Limit = LoadPage };
        while (true)
        {
            var page = await _store.RangeAsync(request, _stop.Token).ConfigureAwait(false);
            foreach (var entry in page.Entries)
                objects.Set(entry.Key, StoreReader.Wire(entry));
            request = request with { Revision = page.Revision };
            if (!page.More)
                break;
            request = request with { After = page.Entries[^1].Key };
        }

        History.Clear();
        Volatile.Write(ref _snapshot, new CacheSnapshot(objects.ToMap(), request.Revision, request.Revision));
        Volatile.Write(ref _log, new ChangeLog(_time, request.Revision));
        Volatile.Write(ref _unreadable, null);
        _loaded.TrySetResult();
        _waiters.Release(request.Revision);
    }

    private async Task FollowAsync(Action succeeded)
    {
        await using var watch = await _store.WatchAsync(
            new WatchRequest { Prefix = Prefix, AfterRevision = Snapshot.Revision, PreviousValues = false }, _stop.Token).ConfigureAwait(false);
        Volatile.Write(ref _storeWatch, watch);
        if (_waiters.Any)
            watch.RequestProgress();
        while (true)
        {
            var batch = await watch.ReadAsync(_stop.Token).ConfigureAwait(false);
            Apply(batch);
            succeeded();
        }
    }

    private void Apply(WatchBatch batch)
    {
        var before = _snapshot;
        var objects = before.Objects;
        var lastChange = before.LastChange;
        if (batch.Events.Count > 0)
        {
            var builder = objects.ToBuilder();
            foreach (var item in batch.Events)
            {
                if (Change(builder, item) is not { } change)
                    continue;
                lastChange = change.Revision;
                var number = _log!.Head;
                _log.Append(change);
                Watchers.Announce(change, number);
            }

            objects = builder.ToMap();
        }

        // Last: who sees this revision may rely on every watcher having been told.
        var revision = Math.Max(before.Revision, batch.Revision);
        Volatile.Write(ref _snapshot, new CacheSnapshot(objects, revision, lastChange));
        _waiters.Release(revision);
    }

    private static ObjectChange? Change(PersistentMap<StoredObject>.Builder objects, StoreEvent item)
    {
        objects.TryGetValue(item.Key, out var previous);
        if (item.Type != StoreEventType.Deleted)
        {
            // One text for a key, however often it is written.
            var key = previous?.Key ?? item.Key;
            var current = new StoredObject(key, item.Revision, ResourceVersionSplice.Insert(item.Value.Span, item.Revision));
            objects.Set(key, current);
            return new ObjectChange(current, previous, item.Revision);
        }

        if (previous is null)
            return null;
        objects.Remove(item.Key);
        var last = new StoredObject(previous.Key, item.Revision, ResourceVersionSplice.Replace(previous.Json.Span, item.Revision));
        return new ObjectChange(null, last, item.Revision);
    }

    private void FailLoading(Exception e)
    {
        if (_log is not null)
            return;
        var failed = _loaded;
        Volatile.Write(ref _loaded, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        failed.TrySetException(e as StoreException ?? new StoreUnavailableException(e.Message, false, e));
        _ = failed.Task.Exception;
    }

    private async Task<bool> PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Watch cache of {Prefix}: {Reason} Tried again.", EventName = "WatchCacheFault")]
    private partial void LogFault(string prefix, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Watch cache of {Prefix}: {Reason} Loading anew.", EventName = "WatchCacheReload")]
    private partial void LogReload(string prefix, string reason);
}
