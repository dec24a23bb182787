namespace KubeSharp.Scheduler.Framework;

/// <summary>Keeps state about assumed pods.</summary>
internal interface IReservePlugin : IPlugin
{
    /// <summary>Called when a node is chosen, before binding starts.</summary>
    Status? Reserve(CycleState state, PodInfo pod, NodeInfo node, ClusterState cluster);

    /// <summary>Takes the reservation back. Must be idempotent: it is also called when another plugin's reserve failed.</summary>
    void Unreserve(CycleState state, PodInfo pod, string nodeName, ClusterState cluster);
}
