namespace KubeSharp.Scheduler.Framework;

/// <summary>Prepares scoring once for all feasible nodes.</summary>
internal interface IPreScorePlugin : IPlugin
{
    /// <summary><see cref="StatusCode.Skip"/> leaves out this plugin's score.</summary>
    Status? PreScore(CycleState state, PodInfo pod, ClusterState cluster, ReadOnlySpan<NodeInfo> nodes);
}
