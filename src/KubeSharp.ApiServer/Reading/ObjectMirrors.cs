using System.Collections.Concurrent;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Reading;

/// <summary>What the server's own parts know of objects: one mirror a resource, begun when somebody first asks for it.</summary>
internal sealed class ObjectMirrors(ILoggerFactory loggers) : IObjectLister, IAsyncDisposable
{
    private readonly ConcurrentDictionary<StoredResource, Lazy<ObjectMirror>> mirrors = new();
    private readonly CancellationTokenSource stopping = new();
    private ResourceRegistry? registry;
    private IObjectReader? reader;

    /// <summary>Strategies need this lister before there is a registry: it learns of both once they exist.</summary>
    public void Connect(ResourceRegistry resources, IObjectReader objects) => (registry, reader) = (resources, objects);

    public JsonObject? Get(string group, string resource, string @namespace, string name)
    {
        if (Find(group, resource) is not { } stored) return null;
        return Mirror(stored).Get(stored.Key(@namespace, name));
    }

    public async ValueTask<JsonObject?> GetLatestAsync(string group, string resource, string @namespace, string name, CancellationToken cancellationToken)
    {
        if (Find(group, resource) is not { } stored) return null;
        var answer = await reader!.GetAsync(stored, stored.Key(@namespace, name), null, cancellationToken);
        return answer.IsOk ? answer.Value.Object?.Document : null;
    }

    public IReadOnlyList<JsonObject> List(string group, string resource, string @namespace = "") =>
        Find(group, resource) is { } stored ? Mirror(stored).List(stored.Prefix(@namespace)) : [];

    public IDisposable Observe(string group, string resource, IObjectObserver observer) =>
        Find(group, resource) is { } stored
            ? Mirror(stored).Observe(observer)
            : throw new ArgumentException($"There is no resource {resource} in group \"{group}\".", nameof(resource));

    /// <summary>Completes when everything that lies in the store of a resource is known.</summary>
    public Task SyncedAsync(string group, string resource) => Find(group, resource) is { } stored ? Mirror(stored).Synced : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var mirror in mirrors.Values)
        {
            if (mirror.IsValueCreated) await mirror.Value.Completion;
        }

        stopping.Dispose();
    }

    private StoredResource? Find(string group, string resource) =>
        (registry ?? throw new InvalidOperationException("The lister is asked before the registry exists.")).FindStored(group, resource);

    private ObjectMirror Mirror(StoredResource stored) =>
        mirrors.GetOrAdd(stored, key => new(() => new ObjectMirror(key, reader!, loggers.CreateLogger<ObjectMirror>(), stopping.Token))).Value;
}
