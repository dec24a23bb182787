using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage.Collections;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>The caches as the server's own parts see them. It holds nothing itself; documents are made from the cached bytes when asked for.</summary>
internal sealed class CachedObjectLister : IObjectLister
{
    private ResourceRegistry? _registry;
    private CachedReader? _reader;

    /// <summary>Strategies need this lister before there is a registry: it learns of both once they exist.</summary>
    public void Connect(ResourceRegistry registry, CachedReader reader) => (_registry, _reader) = (registry, reader);

    /// <summary>Completes when everything that lies in the store of a resource is known.</summary>
    public Task SyncedAsync(string group, string resource)
        => Find(group, resource) is { } stored ? Cache(stored).LoadedAsync(CancellationToken.None) : Task.CompletedTask;

    /// <inheritdoc />
    public JsonObject? Get(string group, string resource, string @namespace, string name)
        => Find(group, resource) is { } stored ? Find(Cache(stored).Snapshot, stored, @namespace, name) : null;

    /// <inheritdoc />
    public async ValueTask<JsonObject?> GetLatestAsync(
        string group, string resource, string @namespace, string name, CancellationToken cancellationToken)
    {
        if (Find(group, resource) is not { } stored)
            return null;
        var snapshot = await Cache(stored).MostRecentAsync(cancellationToken).ConfigureAwait(false);
        return Find(snapshot, stored, @namespace, name);
    }

    /// <inheritdoc />
    public IReadOnlyList<JsonObject> List(string group, string resource, string @namespace = "")
    {
        if (Find(group, resource) is not { } stored)
            return [];
        var prefix = stored.Prefix(@namespace);
        var objects = Cache(stored).Snapshot.Objects;
        var count = objects.CountPrefix(prefix);
        var documents = new List<JsonObject>(count);
        var cursor = objects.SeekTo(KeyBound.Before(prefix));
        while (documents.Count < count && cursor.MoveNext())
            documents.Add(cursor.Value.Document);
        return documents;
    }

    /// <inheritdoc />
    public IDisposable Observe(string group, string resource, IObjectObserver observer)
    {
        var stored = Find(group, resource)
            ?? throw new ArgumentException($"There is no resource {resource} in group \"{group}\".", nameof(resource));
        return new Observation(_reader!, stored, observer);
    }

    private ResourceCache Cache(StoredResource stored) => _reader!.For(stored);

    private StoredResource? Find(string group, string resource)
        => (_registry ?? throw new InvalidOperationException("The lister is asked before the registry exists.")).FindStored(group, resource);

    private static JsonObject? Find(CacheSnapshot snapshot, StoredResource stored, string @namespace, string name)
        => snapshot.Objects.TryGetValue(stored.Key(@namespace, name), out var found) ? found.Document : null;
}
