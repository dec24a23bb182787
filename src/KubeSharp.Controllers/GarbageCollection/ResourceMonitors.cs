using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers;

/// <summary>Feeds the graph: a metadata-only watch on every resource that can be listed, watched and deleted, kept up to date as kinds come and go.</summary>
internal sealed partial class ResourceMonitors(ControllerContext context, OwnershipGraph graph)
{
    private readonly Dictionary<ResourceInfo, Informer<PartialObjectMetadata>> monitors = [];
    private volatile IReadOnlyDictionary<(string ApiVersion, string Kind), ResourceInfo> kinds = new Dictionary<(string, string), ResourceInfo>();

    /// <summary>The resource of a kind, or null when the server has none.</summary>
    public ResourceInfo? Find(string apiVersion, string kind)
    {
        if (kinds.TryGetValue((apiVersion, kind), out ResourceInfo? found)) return found;

        // A reference may name another version than the one watched: the object is the same.
        string group = apiVersion.Contains('/') ? apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
        foreach (ResourceInfo resource in kinds.Values)
            if (resource.Group == group && resource.Kind == kind) return resource;
        return null;
    }

    /// <summary>Asks the server what it has, starts and stops watches; true when everything could be asked.</summary>
    public async Task<bool> SyncAsync(CancellationToken cancellationToken)
    {
        DiscoveryResult found = await context.Discovery.DiscoverAsync(cancellationToken).ConfigureAwait(false);
        var wanted = new Dictionary<(string ApiVersion, string Kind), ResourceInfo>();
        foreach (DiscoveredResource resource in found.Resources)
        {
            // Events own nothing and are owned by nothing, and there are many.
            if (!resource.Supports("list", "watch", "delete") || resource.Resource.Plural == "events") continue;
            wanted[(resource.Resource.ApiVersion, resource.Resource.Kind)] = resource.Resource;
            if (monitors.ContainsKey(resource.Resource)) continue;
            Informer<PartialObjectMetadata> informer = context.Informers.GetMetadata(resource.Resource);
            informer.AddHandler(new Feed(graph, resource.Resource));
            monitors.Add(resource.Resource, informer);
        }

        foreach ((ResourceInfo resource, Informer<PartialObjectMetadata> informer) in monitors)
        {
            if (wanted.ContainsKey((resource.ApiVersion, resource.Kind)) || found.Failures.ContainsKey(resource.ApiVersion)) continue;
            monitors.Remove(resource);
            await context.Informers.RemoveAsync(informer).ConfigureAwait(false);

            // With the kind went its objects; nobody else will say so.
            foreach (string uid in graph.Of(resource)) graph.Remove(uid);
            Log.Stopped(context.Logger, resource.Plural, resource.Group);
        }

        kinds = wanted;
        context.Informers.Start();
        foreach (Informer<PartialObjectMetadata> informer in monitors.Values) await informer.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
        return found.Failures.Count == 0;
    }

    private sealed class Feed(OwnershipGraph graph, ResourceInfo resource) : IInformerHandler<PartialObjectMetadata>
    {
        public void OnAdd(PartialObjectMetadata item, bool isInitial) => graph.Observe(resource, item.Metadata);

        public void OnUpdate(PartialObjectMetadata old, PartialObjectMetadata item) => graph.Observe(resource, item.Metadata);

        public void OnDelete(PartialObjectMetadata last, bool finalStateUnknown) => graph.Remove(last.Metadata.Uid ?? "");
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 221, EventName = "MonitorStopped", Level = LogLevel.Information, Message = "the server no longer has {Resource} of group {Group}")]
        public static partial void Stopped(ILogger logger, string resource, string group);
    }
}
