using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>What lies in the store and who watches it. Resources that nobody asked for yet have no cache and are not made to have one.</summary>
internal sealed class StorageMetrics(ResourceRegistry registry, CachedReader reader, IStore store) : IMetricsSource
{
    public void Write(StringBuilder output)
    {
        var caches = registry.StoredResources.Select(resource => (resource.Name, Cache: reader.Known(resource))).Where(pair => pair.Cache is not null).ToArray();
        output.Append("# HELP apiserver_storage_objects [STABLE] How many objects of a resource there are.\n# TYPE apiserver_storage_objects gauge\n");
        foreach (var (name, cache) in caches) Line(output, "apiserver_storage_objects", $"resource=\"{name}\"", cache!.Snapshot.Objects.Count);
        output.Append("# HELP apiserver_resource_objects How many objects of a resource there are.\n# TYPE apiserver_resource_objects gauge\n");
        foreach (var (name, cache) in caches) Line(output, "apiserver_resource_objects", Labels(name), cache!.Snapshot.Objects.Count);
        output.Append("# HELP apiserver_watch_cache_resource_version The revision that a watch cache has reached.\n# TYPE apiserver_watch_cache_resource_version gauge\n");
        foreach (var (name, cache) in caches) Line(output, "apiserver_watch_cache_resource_version", Labels(name), cache!.Snapshot.Revision);
        output.Append("# HELP apiserver_registered_watchers How many watch a resource.\n# TYPE apiserver_registered_watchers gauge\n");
        foreach (var (name, cache) in caches) Line(output, "apiserver_registered_watchers", Labels(name), cache!.Watchers.Count);
        output.Append("# HELP apiserver_storage_revision The newest revision of the store that this server knows of.\n# TYPE apiserver_storage_revision gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_storage_revision {store.KnownRevision}\n");
        output.Append("# HELP apiserver_storage_compacted_revision Revisions below this one are forgotten.\n# TYPE apiserver_storage_compacted_revision gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_storage_compacted_revision {store.CompactedRevision}\n");
        output.Append("# HELP apiserver_storage_ready Whether the store can serve.\n# TYPE apiserver_storage_ready gauge\n");
        output.Append(CultureInfo.InvariantCulture, $"apiserver_storage_ready {(store.Health.Ready ? 1 : 0)}\n");
    }

    private static string Labels(ApiMachinery.GroupResource name) => $"group=\"{name.Group}\",resource=\"{name.Resource}\"";

    private static void Line(StringBuilder output, string name, string labels, long value) =>
        output.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n");
}
