using System.Collections.Concurrent;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using ResourceClaim = KubeSharp.Models.Resource.V1.ResourceClaim;

namespace KubeSharp.Controllers;

/// <summary>Keeps the status of ResourceQuotas true: admission adds to it as objects come, this takes away as they go.</summary>
internal sealed class ResourceQuotaController : KeyedController
{
    private readonly Informer<ResourceQuota> quotas;
    private readonly Informer<Pod> pods;
    private readonly Informer<Service> services;
    private readonly Informer<PersistentVolumeClaim> claims;
    private readonly Informer<ResourceClaim> deviceClaims;
    private readonly ConcurrentDictionary<string, Informer<PartialObjectMetadata>> counted = new(StringComparer.Ordinal);

    public ResourceQuotaController(ControllerContext context)
        : base(context)
    {
        quotas = Main<ResourceQuota>();
        pods = Need<Pod>();
        pods.AddHandler(pod => Changed(pod), (old, pod) =>
        {
            if (PodFacts.IsFinished(old) != PodFacts.IsFinished(pod)) Changed(pod);
        }, pod => Changed(pod));
        services = Need<Service>();
        services.AddHandler(item => Changed(item), (_, item) => Changed(item), item => Changed(item));
        claims = Need<PersistentVolumeClaim>();
        claims.AddHandler(item => Changed(item), (_, item) => Changed(item), item => Changed(item));
        deviceClaims = Need<ResourceClaim>();
        deviceClaims.AddHandler(item => Changed(item), null, item => Changed(item));
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (quotas.Get(key) is not { } quota) return ReconcileResult.Done;
        foreach (string name in (quota.Spec.Hard ?? []).Keys)
            if (QuotaUsage.CountedResource(name) is { } resource && !counted.ContainsKey(resource)) await WatchAsync(resource, cancellationToken).ConfigureAwait(false);
        Dictionary<string, Quantity> used = QuotaUsage.Compute(
            quota, pods.List(key.Namespace), services.List(key.Namespace), claims.List(key.Namespace),
            resource => counted.TryGetValue(resource, out Informer<PartialObjectMetadata>? informer) ? informer.List(key.Namespace).Count : null,
            deviceClaims.List(key.Namespace));
        if (Same(used, quota.Status.Used) && Same(quota.Spec.Hard ?? [], quota.Status.Hard)) return ReconcileResult.Done;
        ResourceQuota copy = quota.DeepCopy();
        copy.Status.Hard = quota.Spec.Hard is null ? null : new Dictionary<string, Quantity>(quota.Spec.Hard);
        copy.Status.Used = used;
        await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    /// <summary>Begins to count a resource that a quota names.</summary>
    private async Task WatchAsync(string name, CancellationToken cancellationToken)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string plural = dot < 0 ? name : name[..dot];
        string group = dot < 0 ? "" : name[(dot + 1)..];
        ResourceInfo? resource = null;
        DiscoveryResult found = await Context.Discovery.DiscoverAsync(cancellationToken).ConfigureAwait(false);
        foreach (DiscoveredResource candidate in found.Resources)
            if (candidate.Resource.Plural == plural && candidate.Resource.Group == group && candidate.Resource.Namespaced && candidate.Supports("list", "watch")) resource = candidate.Resource;
        if (resource is null) return;
        Informer<PartialObjectMetadata> informer = Context.Informers.GetMetadata(resource);
        if (!counted.TryAdd(name, informer)) return;
        informer.AddHandler(item => Changed(item), null, item => Changed(item));
        Context.Informers.Start();
        await informer.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Changed(IKubernetesObject item)
    {
        foreach (ResourceQuota quota in quotas.List(item.Metadata.Namespace ?? "")) Queue.Add(ObjectKey.Of(quota));
    }

    private static bool Same(Dictionary<string, Quantity> a, Dictionary<string, Quantity>? b)
    {
        if (a.Count != (b?.Count ?? 0)) return false;
        foreach ((string name, Quantity amount) in a)
            if (!b!.TryGetValue(name, out Quantity other) || other != amount) return false;
        return true;
    }
}
