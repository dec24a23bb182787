using System.Collections.Concurrent;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;
using KubeSharp.Storage.Transform;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>
/// Reads from one cache per resource, each started when it is first needed. Only lists of revisions that no cache remembers go to the store.
/// </summary>
/// <remarks>https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions</remarks>
internal sealed class CachedReader(IStore store, TimeProvider time, ILoggerFactory loggers) : IObjectReader, IAsyncDisposable
{
    // How long a request waits for a revision that the store has not reached: another server may be ahead of us.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Lazy<ResourceCache>> _caches = new(StringComparer.Ordinal);
    private readonly StoreReader _storeReader = new(store);
    private readonly ILogger _logger = loggers.CreateLogger("KubeSharp.ApiServer.WatchCache");

    /// <summary>The cache of a resource that somebody has asked for; null if nobody has.</summary>
    public ResourceCache? Known(StoredResource resource) =>
        _caches.TryGetValue(resource.KeyPrefix, out var cache) && cache.IsValueCreated ? cache.Value : null;

    /// <summary>The cache of a resource.</summary>
    public ResourceCache For(StoredResource resource) => _caches.TryGetValue(resource.KeyPrefix, out var cache) ? cache.Value : Start(resource);

    /// <summary>Lets go of the caches of resources that are not served any more, and ends their watches.</summary>
    public async ValueTask KeepOnlyAsync(IReadOnlySet<string> prefixes)
    {
        foreach (var (prefix, _) in _caches)
        {
            if (!prefixes.Contains(prefix) && _caches.TryRemove(prefix, out var cache))
                await cache.Value.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public bool TryGet(StoredResource resource, string key, long? atLeast, out ObjectAnswer answer)
    {
        if (For(resource).TryGetSnapshot(atLeast) is not { } snapshot)
        {
            answer = default;
            return false;
        }

        answer = new ObjectAnswer(snapshot.Objects.TryGetValue(key, out var found) ? found : null, snapshot.Revision);
        return true;
    }

    /// <inheritdoc />
    public async ValueTask<Result<ObjectAnswer>> GetAsync(StoredResource resource, string key, long? atLeast, CancellationToken cancellationToken)
    {
        var cache = For(resource);
        if (await UnreadableAsync(cache, cancellationToken).ConfigureAwait(false))
            return await _storeReader.GetAsync(resource, key, atLeast, cancellationToken).ConfigureAwait(false);
        var snapshot = await AtLeastAsync(cache, atLeast, cancellationToken).ConfigureAwait(false);
        if (snapshot.Error is not null)
            return snapshot.Error;
        return new ObjectAnswer(snapshot.Value!.Objects.TryGetValue(key, out var found) ? found : null, snapshot.Value.Revision);
    }

    /// <inheritdoc />
    public async ValueTask<Result<ObjectPage>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var cache = For(query.Resource);
        if (await UnreadableAsync(cache, cancellationToken).ConfigureAwait(false))
            return await _storeReader.ListAsync(query, cancellationToken).ConfigureAwait(false);
        if (query.Exactly is not { } exactly)
        {
            var newest = await AtLeastAsync(cache, query.AtLeast, cancellationToken).ConfigureAwait(false);
            return newest.Error is null ? Page(cache, newest.Value!, newest.Value!.Revision, query) : newest.Error;
        }

        await cache.LoadedAsync(cancellationToken).ConfigureAwait(false);
        if (exactly > cache.Snapshot.Revision)
        {
            var reached = await AtLeastAsync(cache, exactly, cancellationToken).ConfigureAwait(false);
            if (reached.Error is not null)
                return reached.Error;
        }

        var snapshot = cache.Snapshot;
        if (!snapshot.HoldsFor(exactly))
            snapshot = cache.History.Find(exactly);
        return snapshot is null
            ? await _storeReader.ListAsync(query, cancellationToken).ConfigureAwait(false)
            : Page(cache, snapshot, exactly, query);
    }

    /// <inheritdoc />
    public async ValueTask<Result<IObjectWatch>> WatchAsync(WatchQuery query, CancellationToken cancellationToken)
    {
        // Nothing is remembered of the time before there was such a resource.
        if (query.After < query.Resource.Since) return StatusError.Expired($"too old resource version: {query.After} ({query.Resource.Since})");
        var cache = For(query.Resource);
        try
        {
            return await cache.WatchAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (CompactedException e)
        {
            return StatusError.Expired($"too old resource version: {e.RequestedRevision} ({e.CompactedRevision})");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var cache in _caches.Values)
            await cache.Value.DisposeAsync().ConfigureAwait(false);
    }

    // One value that cannot be read keeps its neighbours out of the cache, but not from those who ask for them.
    private static async ValueTask<bool> UnreadableAsync(ResourceCache cache, CancellationToken cancellationToken)
    {
        if (cache.Unreadable is not null)
            return true;
        try
        {
            await cache.LoadedAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (StoredValueException)
        {
            return true;
        }
    }

    private ResourceCache Start(StoredResource resource) => _caches.GetOrAdd(
        resource.KeyPrefix,
        prefix => new Lazy<ResourceCache>(() => new ResourceCache(store, prefix, time, _logger, resource.Strategy.IndexedField))).Value;

    private static ObjectPage Page(ResourceCache cache, CacheSnapshot snapshot, long revision, ListQuery query)
    {
        var page = SnapshotList.Read(snapshot, revision, query);
        if (page.More)
            cache.History.Keep(snapshot);
        return page;
    }

    private async ValueTask<Result<CacheSnapshot>> AtLeastAsync(ResourceCache cache, long? atLeast, CancellationToken cancellationToken)
    {
        if (atLeast is null)
            return await cache.MostRecentAsync(cancellationToken).ConfigureAwait(false);
        await cache.LoadedAsync(cancellationToken).ConfigureAwait(false);
        var wanted = atLeast.Value;
        var snapshot = cache.Snapshot;
        if (snapshot.Revision >= wanted)
            return snapshot;
        var deadline = time.GetTimestamp();
        while (true)
        {
            var current = await store.For(cache.Prefix).GetCurrentRevisionAsync(cancellationToken).ConfigureAwait(false);
            if (current >= wanted)
                return await cache.ReachAsync(wanted, cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(deadline) >= Patience)
                return StatusError.TooLargeResourceVersion(wanted, current, 1);
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
        }
    }
}
