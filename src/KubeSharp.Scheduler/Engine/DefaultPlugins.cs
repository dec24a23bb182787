using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Plugins;

namespace KubeSharp.Scheduler.Engine;

/// <summary>
/// The plugins of a profile in the order in which they are called, with their default weights: upstream's list
/// (https://kubernetes.io/docs/reference/scheduling/config/#scheduling-plugins). To add a plugin, add its file and a line here.
/// </summary>
internal static class DefaultPlugins
{
    /// <summary>The list.</summary>
    public static IReadOnlyList<PluginEntry> InOrder { get; } =
    [
        new("SchedulingGates", 0, _ => new SchedulingGates()),
        new("PrioritySort", 0, _ => new PrioritySort()),
        new("NodeUnschedulable", 0, _ => new NodeUnschedulable()),
        new("NodeName", 0, _ => new NodeName()),
        new("TaintToleration", 3, _ => new TaintToleration()),
        new("NodeAffinity", 2, p => new NodeAffinity(p.AddedAffinity is { } added ? NodeMatcher.From(added) : null)),
        new("NodePorts", 0, _ => new NodePorts()),
        new("NodeResourcesFit", 1, p => new NodeResourcesFit(p.NodeResourcesFit)),
        new("VolumeRestrictions", 0, _ => new VolumeRestrictions()),
        new("NodeVolumeLimits", 0, _ => new NodeVolumeLimits()),
        new("VolumeBinding", 0, _ => new VolumeBinding()),
        new("VolumeZone", 0, _ => new VolumeZone()),
        new("PodTopologySpread", 2, p => new PodTopologySpread(p.DefaultConstraints is { } list ? SpreadConstraint.From([.. list], null) : null)),
        new("InterPodAffinity", 2, p => new InterPodAffinity(p.HardPodAffinityWeight, p.IgnorePreferredTermsOfExistingPods)),
        new("DefaultPreemption", 0, _ => new DefaultPreemption()),
        new("NodeResourcesBalancedAllocation", 1, p => new NodeResourcesBalancedAllocation([.. p.BalancedResources])),
        new("ImageLocality", 1, _ => new ImageLocality()),
        new("DefaultBinder", 0, _ => new DefaultBinder()),
    ];
}
