using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Engine;

/// <summary>What an update of a node changed that the scheduler cares about; heartbeats change nothing.</summary>
internal static class NodeChanges
{
    /// <summary>Compares the node as it was with how it is now.</summary>
    public static ClusterEventKinds Between(
        Dictionary<string, string>? labels, List<Taint> taints, bool cordoned, ResourceVector offered, NodeInfo now)
    {
        var kinds = ClusterEventKinds.None;
        if (!Same(labels, now.Labels))
            kinds |= ClusterEventKinds.NodeLabels;
        if (cordoned != now.Unschedulable || !Same(taints, now.Taints))
            kinds |= ClusterEventKinds.NodeTaints;
        if (!Same(offered, now.Allocatable))
            kinds |= ClusterEventKinds.NodeAllocatable;
        return kinds;
    }

    private static bool Same(Dictionary<string, string>? a, Dictionary<string, string>? b)
    {
        if ((a?.Count ?? 0) != (b?.Count ?? 0))
            return false;
        foreach (var (key, value) in a ?? [])
        {
            if (!b!.TryGetValue(key, out var other) || other != value)
                return false;
        }

        return true;
    }

    private static bool Same(List<Taint> a, List<Taint> b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i].Key != b[i].Key || a[i].Value != b[i].Value || a[i].Effect != b[i].Effect)
                return false;
        }

        return true;
    }

    private static bool Same(ResourceVector a, ResourceVector b)
    {
        if (a.MilliCpu != b.MilliCpu || a.Memory != b.Memory || a.EphemeralStorage != b.EphemeralStorage || a.Pods != b.Pods)
            return false;
        if ((a.Others?.Count ?? 0) != (b.Others?.Count ?? 0))
            return false;
        foreach (var (name, value) in a.Others ?? [])
        {
            if (b[name] != value)
                return false;
        }

        return true;
    }
}
