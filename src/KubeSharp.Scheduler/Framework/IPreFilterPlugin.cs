namespace KubeSharp.Scheduler.Framework;

/// <summary>Looks once at the pod and the whole cluster before nodes are filtered.</summary>
internal interface IPreFilterPlugin : IPlugin
{
    /// <summary>
    /// A rejection ends the cycle; <see cref="StatusCode.Skip"/> leaves out this plugin's filter. <paramref name="onlyNodes"/> set
    /// to names restricts the nodes that are looked at.
    /// </summary>
    Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes);
}
