namespace KubeSharp.Scheduler.Framework;

/// <summary>Says whether a pod can run on a node.</summary>
internal interface IFilterPlugin : IPlugin
{
    /// <summary>Null when it can.</summary>
    Status? Filter(CycleState state, PodInfo pod, NodeInfo node);
}
