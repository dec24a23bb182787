using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Leaves cordoned nodes alone, unless the pod tolerates the taint of the same meaning.</summary>
internal sealed class NodeUnschedulable : IFilterPlugin, IQueueingHints
{
    private static readonly Taint Equivalent = new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };

    private readonly Status cordoned;

    /// <summary>Creates the plugin.</summary>
    public NodeUnschedulable() => cordoned = new Status(StatusCode.UnschedulableAndUnresolvable, Name, "node(s) were unschedulable");

    /// <inheritdoc/>
    public string Name => "NodeUnschedulable";

    /// <inheritdoc/>
    public ClusterEventKinds Events => ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeTaints | ClusterEventKinds.SelfChanged;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change) =>
        change.Node is null ? TolerationSet.Tolerates(pod.Pod.Spec.Tolerations, Equivalent) : Allows(pod, change.Node);

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node) => Allows(pod, node) ? null : cordoned;

    private static bool Allows(PodInfo pod, NodeInfo node) =>
        !node.Unschedulable || TolerationSet.Tolerates(pod.Pod.Spec.Tolerations, Equivalent);
}
