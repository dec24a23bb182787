using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;
using KubeSharp.Scheduler.Volumes;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Keeps the number of volumes of each CSI driver within what the driver says the node can attach.</summary>
internal sealed class NodeVolumeLimits : IPreFilterPlugin, IFilterPlugin, IQueueingHints
{
    private readonly Status exceeded;
    private readonly Status skip;

    /// <summary>Creates the plugin.</summary>
    public NodeVolumeLimits()
    {
        exceeded = new Status(StatusCode.Unschedulable, Name, "node(s) exceed max volume count");
        skip = new Status(StatusCode.Skip, Name);
    }

    /// <inheritdoc/>
    public string Name => "NodeVolumeLimits";

    /// <inheritdoc/>
    public ClusterEventKinds Events =>
        ClusterEventKinds.CsiChanged | ClusterEventKinds.NodeAdded | ClusterEventKinds.PodRemoved | ClusterEventKinds.ClaimChanged;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change) =>
        !change.Is(ClusterEventKinds.PodRemoved) || change.OldPod is null || change.OldPod.Pod.Spec.Volumes is { Count: > 0 };

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        var own = new HashSet<(string Driver, string Volume)>();
        Collect(pod, cluster.Volumes, own);
        if (own.Count == 0)
            return skip;
        state.Set(this, new Data(cluster.Volumes, own));
        return null;
    }

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<Data>(this) is not { } data || data.Catalog.FindCsiNode(node.Name) is not { } csiNode)
            return null;
        HashSet<(string Driver, string Volume)>? used = null;
        foreach (var driver in csiNode.Spec.Drivers)
        {
            if (driver.Allocatable?.Count is not { } limit)
                continue;
            if (used is null)
            {
                used = [];
                foreach (var other in node.Pods)
                    Collect(other, data.Catalog, used);
            }

            var before = CountOf(used, driver.Name);
            var added = 0;
            foreach (var volume in data.Own)
            {
                if (volume.Driver == driver.Name && !used.Contains(volume))
                    added++;
            }

            if (added > 0 && before + added > limit)
                return exceeded;
        }

        return null;
    }

    private static int CountOf(HashSet<(string Driver, string Volume)> volumes, string driver)
    {
        var count = 0;
        foreach (var volume in volumes)
        {
            if (volume.Driver == driver)
                count++;
        }

        return count;
    }

    private static void Collect(PodInfo pod, VolumeCatalog catalog, HashSet<(string Driver, string Volume)> into)
    {
        foreach (var name in pod.Claims)
        {
            var key = pod.Namespace + "/" + name;
            if (catalog.FindClaim(key) is not { } claim)
                continue;
            if (!string.IsNullOrEmpty(claim.Spec.VolumeName) && catalog.FindVolume(claim.Spec.VolumeName) is { } volume)
            {
                if (volume.Spec.Csi is { } csi)
                    into.Add((csi.Driver, csi.VolumeHandle));
            }
            else if (catalog.FindClass(claim.Spec.StorageClassName) is { } storageClass)
            {
                into.Add((storageClass.Provisioner, key));
            }
        }
    }

    private sealed class Data(VolumeCatalog catalog, HashSet<(string Driver, string Volume)> own) : ICycleData
    {
        public VolumeCatalog Catalog { get; } = catalog;

        public HashSet<(string Driver, string Volume)> Own { get; } = own;

        public ICycleData Clone() => this;
    }
}
