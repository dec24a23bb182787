using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;
using KubeSharp.Scheduler.Volumes;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Keeps pods on nodes that their volumes can reach, and binds claims that wait for their first consumer.
/// https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode
/// </summary>
internal sealed class VolumeBinding : IPreFilterPlugin, IFilterPlugin, IReservePlugin, IPreBindPlugin, IQueueingHints
{
    private readonly Status unboundImmediate;
    private readonly Status nodeConflict;
    private readonly Status bindConflict;
    private readonly Status volumeMissing;

    /// <summary>Creates the plugin.</summary>
    public VolumeBinding()
    {
        unboundImmediate = Unresolvable("pod has unbound immediate PersistentVolumeClaims");
        nodeConflict = Unresolvable("node(s) didn't match PersistentVolume's node affinity");
        bindConflict = Unresolvable("node(s) didn't find available persistent volumes to bind");
        volumeMissing = Unresolvable("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)");
    }

    /// <inheritdoc/>
    public string Name => "VolumeBinding";

    /// <inheritdoc/>
    public ClusterEventKinds Events =>
        ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeLabels | ClusterEventKinds.VolumeChanged | ClusterEventKinds.ClaimChanged |
        ClusterEventKinds.ClassChanged | ClusterEventKinds.CsiChanged;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change)
    {
        if (!change.Is(ClusterEventKinds.ClaimChanged))
            return true;
        foreach (var claim in pod.Claims)
        {
            if (change.ObjectKey == pod.Namespace + "/" + claim)
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        if (pod.Claims.Length == 0)
            return new Status(StatusCode.Skip, Name);
        var data = new Data(cluster.Volumes);
        foreach (var volume in pod.Pod.Spec.Volumes!)
        {
            var claimName = volume.PersistentVolumeClaim?.ClaimName ?? (volume.Ephemeral is not null ? $"{pod.Name}-{volume.Name}" : null);
            if (claimName is null)
                continue;
            if (Add(data, pod, claimName, volume.Ephemeral is not null) is { } rejection)
                return rejection;
        }

        state.Set(this, data);
        return null;
    }

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var data = state.Get<Data>(this);
        if (data is null)
            return null;
        foreach (var volumeName in data.Bound)
        {
            if (data.Catalog.FindVolume(volumeName) is not { } volume)
                return volumeMissing;
            if (!data.Catalog.AllowsNode(volume, node))
                return nodeConflict;
        }

        if (data.Open.Count == 0)
            return null;
        return Decide(data, node, out _);
    }

    /// <inheritdoc/>
    public Status? Reserve(CycleState state, PodInfo pod, NodeInfo node, ClusterState cluster)
    {
        var data = state.Get<Data>(this);
        if (data is null || data.Open.Count == 0)
            return null;
        if (Decide(data, node, out var decision) is { } rejection)
            return rejection;
        data.Decision = decision;
        cluster.Volumes.Promise(decision!);
        return null;
    }

    /// <inheritdoc/>
    public void Unreserve(CycleState state, PodInfo pod, string nodeName, ClusterState cluster)
    {
        if (state.Get<Data>(this) is not { Decision: { } decision } data)
            return;
        cluster.Volumes.Release(decision);
        data.Decision = null;
    }

    /// <inheritdoc/>
    public async ValueTask<Status?> PreBindAsync(
        CycleState state, PodInfo pod, string nodeName, ISchedulerActions actions, CancellationToken cancel)
    {
        if (state.Get<Data>(this)?.Decision is not { IsEmpty: false } decision)
            return null;
        var failure = await actions.BindVolumesAsync(pod, decision, cancel).ConfigureAwait(false);
        return failure is null ? null : new Status(StatusCode.Error, Name, failure);
    }

    private static bool IsBound(PersistentVolumeClaim claim) =>
        !string.IsNullOrEmpty(claim.Spec.VolumeName) && claim.Metadata.Annotations?.ContainsKey(VolumeAnnotations.BindCompleted) == true;

    private Status Unresolvable(string reason) => new(StatusCode.UnschedulableAndUnresolvable, Name, reason);

    private Status? Add(Data data, PodInfo pod, string claimName, bool ephemeral)
    {
        if (data.Catalog.FindClaim(pod.Namespace + "/" + claimName) is not { } claim)
        {
            return Unresolvable(ephemeral
                ? $"waiting for ephemeral volume controller to create the persistentvolumeclaim \"{claimName}\""
                : $"persistentvolumeclaim \"{claimName}\" not found");
        }

        if (claim.Status.Phase == "Lost")
            return Unresolvable($"persistentvolumeclaim \"{claimName}\" bound to non-existent persistentvolume \"{claim.Spec.VolumeName}\"");
        if (claim.Metadata.DeletionTimestamp is not null)
            return Unresolvable($"persistentvolumeclaim \"{claimName}\" is being deleted");
        if (ephemeral && !IsOwnedBy(claim, pod))
            return Unresolvable($"PVC {pod.Namespace}/{claimName} was not created for pod {pod.Key} (pod is not owner)");

        if (IsBound(claim))
        {
            data.Bound.Add(claim.Spec.VolumeName!);
            return null;
        }

        var storageClass = data.Catalog.FindClass(claim.Spec.StorageClassName);
        if (storageClass?.VolumeBindingMode != "WaitForFirstConsumer" || !string.IsNullOrEmpty(claim.Spec.VolumeName))
            return unboundImmediate;
        data.Open.Add(claim);
        return null;
    }

    private static bool IsOwnedBy(PersistentVolumeClaim claim, PodInfo pod)
    {
        foreach (var owner in claim.Metadata.OwnerReferences ?? [])
        {
            if (owner.Uid == pod.Uid && owner.Controller == true)
                return true;
        }

        return false;
    }

    private Status? Decide(Data data, NodeInfo node, out VolumeDecision? decision)
    {
        decision = null;
        List<(string, string)>? bindings = null;
        List<string>? provisioned = null;
        HashSet<string>? taken = null;
        foreach (var claim in data.Open)
        {
            var key = claim.Metadata.Namespace + "/" + claim.Metadata.Name;
            var chosen = data.Catalog.NodeOf(claim);
            if (chosen is not null && chosen != node.Name)
                return nodeConflict;
            var volume = chosen is null ? VolumeFinder.Find(data.Catalog, claim, node, taken) : null;
            if (volume is not null)
            {
                (taken ??= new HashSet<string>(StringComparer.Ordinal)).Add(volume.Metadata.Name!);
                (bindings ??= []).Add((key, volume.Metadata.Name!));
                continue;
            }

            var storageClass = data.Catalog.FindClass(claim.Spec.StorageClassName);
            if (storageClass is null || !VolumeFinder.CanProvision(storageClass, node))
                return bindConflict;
            (provisioned ??= []).Add(key);
        }

        decision = new VolumeDecision(node.Name, bindings ?? [], provisioned ?? []);
        return null;
    }

    private sealed class Data(VolumeCatalog catalog) : ICycleData
    {
        public VolumeCatalog Catalog { get; } = catalog;

        public List<string> Bound { get; } = [];

        public List<PersistentVolumeClaim> Open { get; } = [];

        public VolumeDecision? Decision { get; set; }

        public ICycleData Clone() => this;
    }
}
