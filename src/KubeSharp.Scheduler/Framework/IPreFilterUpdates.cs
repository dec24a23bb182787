namespace KubeSharp.Scheduler.Framework;

/// <summary>For plugins whose prefilter result depends on the pods of nodes: preemption and nomination try other sets of pods.</summary>
internal interface IPreFilterUpdates : IPlugin
{
    /// <summary>Accounts for <paramref name="other"/> as if it ran on <paramref name="node"/>.</summary>
    void AddPod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node);

    /// <summary>Accounts for <paramref name="other"/> as if it had left <paramref name="node"/>.</summary>
    void RemovePod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node);
}
