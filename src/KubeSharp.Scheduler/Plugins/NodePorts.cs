using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Two pods cannot have one port of a node.</summary>
internal sealed class NodePorts : IPreFilterPlugin, IFilterPlugin, IQueueingHints
{
    private readonly Status taken;
    private readonly Status skip;

    /// <summary>Creates the plugin.</summary>
    public NodePorts()
    {
        taken = new Status(StatusCode.Unschedulable, Name, "node(s) didn't have free ports for the requested pod ports");
        skip = new Status(StatusCode.Skip, Name);
    }

    /// <inheritdoc/>
    public string Name => "NodePorts";

    /// <inheritdoc/>
    public ClusterEventKinds Events => ClusterEventKinds.NodeAdded | ClusterEventKinds.PodRemoved;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change)
    {
        if (change.OldPod is not { } gone)
            return true;
        foreach (var port in gone.HostPorts)
        {
            foreach (var wanted in pod.HostPorts)
            {
                if (wanted.ConflictsWith(port))
                    return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        return pod.HostPorts.Length == 0 ? skip : null;
    }

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        foreach (var wanted in pod.HostPorts)
        {
            foreach (var used in node.Ports)
            {
                if (wanted.ConflictsWith(used))
                    return taken;
            }
        }

        return null;
    }
}
