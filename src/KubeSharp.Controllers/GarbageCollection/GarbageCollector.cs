using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Controllers;

/// <summary>Deletes what lost its owners, over all resources of the cluster; carries <see cref="CollectionDecision"/> out.</summary>
internal sealed partial class GarbageCollector : IController, IDisposable
{
    private const int Workers = 20;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Recheck = TimeSpan.FromMinutes(10);
    private static readonly ResourceInfo CustomResources = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);
    private static readonly ResourceInfo ApiServices = new("apiregistration.k8s.io", "v1", "APIService", "apiservices", false);
    private readonly ControllerContext context;
    private readonly WorkQueue<string> deletions;
    private readonly WorkQueue<string> orphanings;
    private readonly WorkQueue<bool> discoveries;
    private readonly OwnershipGraph graph;
    private readonly ResourceMonitors monitors;
    private int watchedKinds;

    public GarbageCollector(ControllerContext context)
    {
        this.context = context;
        deletions = new WorkQueue<string>(context.Time);
        orphanings = new WorkQueue<string>(context.Time);
        discoveries = new WorkQueue<bool>(context.Time);
        graph = new OwnershipGraph(deletions.Add, orphanings.Add);
        monitors = new ResourceMonitors(context, graph);
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Nothing may be judged before every kind was seen once.
        for (int failures = 1; ; failures++)
        {
            try
            {
                await monitors.SyncAsync(cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.NotReady(context.Logger, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, failures)), context.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        WatchKinds();
        discoveries.AddAfter(true, Recheck);
        await Task.WhenAll(
            new ControllerLoop<bool>(context.Name, discoveries, RediscoverAsync, context.Logger, 1).RunAsync(cancellationToken),
            new ControllerLoop<string>(context.Name, deletions, CollectAsync, context.Logger, Workers).RunAsync(cancellationToken),
            new ControllerLoop<string>(context.Name, orphanings, OrphanAsync, context.Logger, 5).RunAsync(cancellationToken)).ConfigureAwait(false);
    }

    public void Dispose()
    {
        deletions.Dispose();
        orphanings.Dispose();
        discoveries.Dispose();
    }

    /// <summary>Kinds come and go with these two resources.</summary>
    private void WatchKinds()
    {
        if (Interlocked.Exchange(ref watchedKinds, 1) == 1) return;
        foreach (ResourceInfo resource in (ReadOnlySpan<ResourceInfo>)[CustomResources, ApiServices])
        {
            if (monitors.Find(resource.ApiVersion, resource.Kind) is null) continue;
            context.Informers.GetMetadata(resource).AddHandler(_ => Changed(), (_, _) => Changed(), _ => Changed());
        }

        void Changed() => discoveries.AddAfter(true, Settle);
    }

    private async Task<ReconcileResult> RediscoverAsync(bool key, CancellationToken cancellationToken) =>
        await monitors.SyncAsync(cancellationToken).ConfigureAwait(false) ? ReconcileResult.After(Recheck) : ReconcileResult.Retry;

    private async Task<ReconcileResult> CollectAsync(string uid, CancellationToken cancellationToken)
    {
        if (graph.View(uid) is not { } view) return ReconcileResult.Done;
        if (view.IsBeingDeleted && !view.WaitsForDependents) return ReconcileResult.Done;
        ResourceInfo? resource = view.Resource ?? monitors.Find(view.ApiVersion, view.Kind);

        // A kind that the server does not know now may be there later: its objects are not absent, only out of sight.
        if (resource is null) return ReconcileResult.After(Recheck);
        ObjectMeta? live = await FindAsync(resource, view.Namespace, view.Name, uid, cancellationToken).ConfigureAwait(false);
        if (live is null)
        {
            if (view.Resource is null) graph.ReportAbsent(uid);
            return ReconcileResult.Done;
        }

        if (view.WaitsForDependents) return await FinishForegroundAsync(resource, view, live, cancellationToken).ConfigureAwait(false);
        if (live.OwnerReferences is not { Count: > 0 }) return ReconcileResult.Done;
        var states = new Dictionary<string, OwnerState>(StringComparer.Ordinal);
        foreach (OwnerReference owner in live.OwnerReferences)
        {
            if (await StateAsync(resource, view.Namespace, owner, cancellationToken).ConfigureAwait(false) is not { } state) return ReconcileResult.After(Recheck);
            states[owner.Uid] = state;
        }

        await ActAsync(resource, view, live, CollectionDecision.Decide(live, view, o => states[o.Uid]), cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private async Task ActAsync(ResourceInfo resource, GraphView view, ObjectMeta live, CollectionAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case CollectionAction.Unlink unlink:
                await PatchAsync(resource, live, MetadataPatches.WithoutOwners(live, [.. unlink.OwnerUids]), cancellationToken).ConfigureAwait(false);
                break;
            case CollectionAction.Delete delete:
                if (delete.Unblock)
                {
                    await PatchAsync(resource, live, MetadataPatches.Unblocked(live), cancellationToken).ConfigureAwait(false);
                    live = await FindAsync(resource, view.Namespace, view.Name, view.Uid, cancellationToken).ConfigureAwait(false) ?? live;
                }

                var options = new DeleteOptions
                {
                    PropagationPolicy = delete.Policy,
                    Preconditions = new Preconditions { Uid = live.Uid, ResourceVersion = live.ResourceVersion },
                };
                try
                {
                    await context.Client.DeleteAsync(resource, live.Namespace, live.Name!, options, cancellationToken).ConfigureAwait(false);
                    Log.Deleted(context.Logger, resource.Plural, live.Namespace ?? "", live.Name!, delete.Policy);
                }
                catch (KubeApiException e) when (e.IsNotFound)
                {
                    // Gone already.
                }

                break;
        }
    }

    /// <summary>An owner deleted in the foreground goes when no dependent blocks it any more.</summary>
    private async Task<ReconcileResult> FinishForegroundAsync(ResourceInfo resource, GraphView view, ObjectMeta live, CancellationToken cancellationToken)
    {
        bool blocked = false;
        foreach (GraphDependent dependent in view.Dependents)
        {
            if (!dependent.Blocks) continue;
            blocked = true;
            if (!dependent.IsBeingDeleted) deletions.Add(dependent.Uid);
        }

        if (!blocked) await PatchAsync(resource, live, MetadataPatches.WithoutFinalizer(live, GraphNode.Foreground), cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private async Task<ReconcileResult> OrphanAsync(string uid, CancellationToken cancellationToken)
    {
        if (graph.View(uid) is not { Resource: { } resource } view) return ReconcileResult.Done;
        foreach (GraphDependent dependent in view.Dependents)
        {
            if (dependent.Resource is null) continue;
            ObjectMeta? item = await FindAsync(dependent.Resource, dependent.Namespace, dependent.Name, dependent.Uid, cancellationToken).ConfigureAwait(false);
            if (item is not null) await PatchAsync(dependent.Resource, item, MetadataPatches.WithoutOwners(item, [uid]), cancellationToken).ConfigureAwait(false);
        }

        ObjectMeta? live = await FindAsync(resource, view.Namespace, view.Name, uid, cancellationToken).ConfigureAwait(false);
        if (live?.Finalizers?.Contains(GraphNode.Orphan) == true)
            await PatchAsync(resource, live, MetadataPatches.WithoutFinalizer(live, GraphNode.Orphan), cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    /// <summary>What became of an owner; null when its kind is out of sight.</summary>
    private async Task<OwnerState?> StateAsync(ResourceInfo dependent, string ns, OwnerReference owner, CancellationToken cancellationToken)
    {
        if (monitors.Find(owner.ApiVersion, owner.Kind) is not { } resource) return null;

        // An object without a namespace cannot be owned by one that lives in a namespace: such a reference leads nowhere, but is no reason to delete.
        if (resource.Namespaced && !dependent.Namespaced) return OwnerState.Present;
        ObjectMeta? live = await FindAsync(resource, resource.Namespaced ? ns : "", owner.Name, owner.Uid, cancellationToken).ConfigureAwait(false);
        if (live is null) return OwnerState.Absent;
        return live.DeletionTimestamp is not null && live.Finalizers?.Contains(GraphNode.Foreground) == true ? OwnerState.WaitsForDependents : OwnerState.Present;
    }

    private async Task<ObjectMeta?> FindAsync(ResourceInfo resource, string ns, string name, string uid, CancellationToken cancellationToken)
    {
        if (resource.Namespaced && ns.Length == 0) return null;
        try
        {
            PartialObjectMetadata item = await context.Client.GetAsync<PartialObjectMetadata>(
                resource, resource.Namespaced ? ns : null, name, cancellationToken).ConfigureAwait(false);
            return item.Metadata.Uid == uid ? item.Metadata : null;
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private async Task PatchAsync(ResourceInfo resource, ObjectMeta item, KubePatch patch, CancellationToken cancellationToken)
    {
        try
        {
            await context.Client.PatchAsync<PartialObjectMetadata>(resource, item.Namespace, item.Name!, patch, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 222, EventName = "Collected", Level = LogLevel.Debug, Message = "deleted {Resource} {Namespace}/{Name}, {Policy}")]
        public static partial void Deleted(ILogger logger, string resource, string @namespace, string name, string policy);

        [LoggerMessage(EventId = 223, EventName = "CollectorNotReady", Level = LogLevel.Warning, Message = "garbage collection waits for the server to say what it has: {Reason}")]
        public static partial void NotReady(ILogger logger, string reason);
    }
}
