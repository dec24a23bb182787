namespace KubeSharp.Scheduler.Framework;

/// <summary>Called when no node fits.</summary>
internal interface IPostFilterPlugin : IPlugin
{
    /// <summary>Looks for another way to make the pod schedulable.</summary>
    PostFilterResult PostFilter(CycleState state, PodInfo pod, ClusterState cluster, Engine.Profile profile, Engine.Diagnosis diagnosis);
}
