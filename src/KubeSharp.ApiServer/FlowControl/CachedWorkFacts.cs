using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Storage.Collections;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What the watch caches know of resources.</summary>
internal sealed class CachedWorkFacts(ResourceRegistry registry, CachedReader reader) : IWorkFacts
{
    public (long Count, long Bytes)? Objects(string group, string version, string resource, string @namespace)
    {
        if (registry.Find(group, version, resource)?.Stored is not { } stored) return null;
        var objects = reader.For(stored).Snapshot.Objects;
        var prefix = stored.Prefix(@namespace);
        var count = objects.CountPrefix(prefix);
        if (count == 0) return (0, 0);
        // Objects of a kind are much alike: one of them stands for all.
        var cursor = objects.SeekTo(KeyBound.Before(prefix));
        return (count, cursor.MoveNext() ? cursor.Value.Json.Length : 0);
    }

    public int Watchers(string group, string version, string resource) =>
        registry.Find(group, version, resource)?.Stored is { } stored ? reader.For(stored).Watchers.Count : 0;
}
