using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Queueing;

/// <summary>A change of the cluster, with what it is about.</summary>
/// <param name="Kinds">What happened; several kinds when one update changed several things.</param>
/// <param name="Node">The node, as it is now, for node events.</param>
/// <param name="OldPod">The pod before, for pod events; null when it is new.</param>
/// <param name="NewPod">The pod now, for pod events; null when it is gone.</param>
/// <param name="ObjectKey">namespace/name of the volume, claim or class, for storage events.</param>
internal readonly record struct ClusterEvent(
    ClusterEventKinds Kinds,
    NodeInfo? Node = null,
    PodInfo? OldPod = null,
    PodInfo? NewPod = null,
    string? ObjectKey = null)
{
    /// <summary>True when any of <paramref name="kinds"/> happened.</summary>
    public bool Is(ClusterEventKinds kinds) => (Kinds & kinds) != 0;
}
