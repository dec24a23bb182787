using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>A pod that names its node goes there or nowhere.</summary>
internal sealed class NodeName : IFilterPlugin, IQueueingHints
{
    private readonly Status mismatch;

    /// <summary>Creates the plugin.</summary>
    public NodeName() =>
        mismatch = new Status(StatusCode.UnschedulableAndUnresolvable, Name, "node(s) didn't match the requested node name");

    /// <inheritdoc/>
    public string Name => "NodeName";

    /// <inheritdoc/>
    public ClusterEventKinds Events => ClusterEventKinds.NodeAdded;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change) => change.Node is null || pod.Pod.Spec.NodeName == change.Node.Name;

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node) =>
        string.IsNullOrEmpty(pod.Pod.Spec.NodeName) || pod.Pod.Spec.NodeName == node.Name ? null : mismatch;
}
