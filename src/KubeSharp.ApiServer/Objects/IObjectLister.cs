using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Objects;

/// <summary>
/// How the server's own parts (authenticators, authorizers, admission) read objects: from the watch cache, with no request made.
/// Documents are shared between readers and must never be changed. Called concurrently.
/// </summary>
public interface IObjectLister
{
    /// <summary>An object as the cache has it now, or null. Never blocks.</summary>
    /// <param name="group">The API group; empty for the core group.</param>
    /// <param name="resource">The resource in plural.</param>
    /// <param name="namespace">The namespace; empty for cluster-scoped resources.</param>
    /// <param name="name">The name.</param>
    JsonObject? Get(string group, string resource, string @namespace, string name);

    /// <summary>The same, but never older than a write that was acknowledged before the call, whichever server took it.</summary>
    ValueTask<JsonObject?> GetLatestAsync(string group, string resource, string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>All objects of a resource, or those of one namespace if it is not empty, as the cache has them now.</summary>
    IReadOnlyList<JsonObject> List(string group, string resource, string @namespace = "");

    /// <summary>
    /// Tells the observer of every object there is, that this was all, and then of every change, in order and one at a time.
    /// Dispose of the result to stop.
    /// </summary>
    IDisposable Observe(string group, string resource, IObjectObserver observer);
}
