using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Keeps pods apart whose volumes allow only one user: some block devices, and claims with ReadWriteOncePod.</summary>
internal sealed class VolumeRestrictions : IPreFilterPlugin, IPreFilterUpdates, IFilterPlugin, IQueueingHints
{
    private readonly Status diskConflict;
    private readonly Status oncePodConflict;
    private readonly Status skip;

    /// <summary>Creates the plugin.</summary>
    public VolumeRestrictions()
    {
        diskConflict = new Status(StatusCode.Unschedulable, Name, "node(s) had no available disk");
        oncePodConflict = new Status(
            StatusCode.Unschedulable, Name, "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode");
        skip = new Status(StatusCode.Skip, Name);
    }

    /// <inheritdoc/>
    public string Name => "VolumeRestrictions";

    /// <inheritdoc/>
    public ClusterEventKinds Events => ClusterEventKinds.PodRemoved | ClusterEventKinds.NodeAdded | ClusterEventKinds.ClaimChanged;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change)
    {
        if (!change.Is(ClusterEventKinds.PodRemoved))
            return true;
        return change.OldPod?.Pod.Spec.Volumes is { Count: > 0 };
    }

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        var hasDisks = false;
        foreach (var volume in pod.Pod.Spec.Volumes ?? [])
            hasDisks |= IsExclusive(volume);
        HashSet<string>? oncePod = null;
        foreach (var name in pod.Claims)
        {
            var key = pod.Namespace + "/" + name;
            if (cluster.Volumes.FindClaim(key)?.Spec.AccessModes?.Contains("ReadWriteOncePod") == true)
                (oncePod ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);
        }

        if (!hasDisks && oncePod is null)
            return skip;
        var data = new Data(oncePod);
        if (oncePod is not null)
        {
            foreach (var node in cluster.Nodes)
            {
                foreach (var key in oncePod)
                    data.Users += node.Claims?.GetValueOrDefault(key) ?? 0;
            }
        }

        state.Set(this, data);
        return null;
    }

    /// <inheritdoc/>
    public void AddPod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node) => Count(state, other, 1);

    /// <inheritdoc/>
    public void RemovePod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node) => Count(state, other, -1);

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        foreach (var volume in pod.Pod.Spec.Volumes ?? [])
        {
            if (!IsExclusive(volume))
                continue;
            foreach (var other in node.Pods)
            {
                foreach (var used in other.Pod.Spec.Volumes ?? [])
                {
                    if (Conflict(volume, used))
                        return diskConflict;
                }
            }
        }

        return state.Get<Data>(this) is { Users: > 0 } ? oncePodConflict : null;
    }

    private static bool IsExclusive(Volume volume) =>
        volume.GcePersistentDisk is not null || volume.AwsElasticBlockStore is not null || volume.Iscsi is not null || volume.Rbd is not null;

    private static bool Conflict(Volume a, Volume b)
    {
        if (a.GcePersistentDisk is { } disk && b.GcePersistentDisk is { } otherDisk)
            return disk.PdName == otherDisk.PdName && !(disk.ReadOnly == true && otherDisk.ReadOnly == true);
        if (a.AwsElasticBlockStore is { } store && b.AwsElasticBlockStore is { } otherStore)
            return store.VolumeID == otherStore.VolumeID;
        if (a.Iscsi is { } target && b.Iscsi is { } otherTarget)
            return target.Iqn == otherTarget.Iqn && !(target.ReadOnly == true && otherTarget.ReadOnly == true);
        if (a.Rbd is { } image && b.Rbd is { } otherImage)
        {
            return image.Monitors.Exists(otherImage.Monitors.Contains) && (image.Pool ?? "rbd") == (otherImage.Pool ?? "rbd") &&
                image.Image == otherImage.Image && !(image.ReadOnly == true && otherImage.ReadOnly == true);
        }

        return false;
    }

    private void Count(CycleState state, PodInfo other, int sign)
    {
        if (state.Get<Data>(this) is not { OncePod: { } oncePod } data)
            return;
        foreach (var name in other.Claims)
        {
            if (oncePod.Contains(other.Namespace + "/" + name))
                data.Users += sign;
        }
    }

    private sealed class Data(HashSet<string>? oncePod) : ICycleData
    {
        public HashSet<string>? OncePod { get; } = oncePod;

        public int Users { get; set; }

        public ICycleData Clone() => new Data(OncePod) { Users = Users };
    }
}
