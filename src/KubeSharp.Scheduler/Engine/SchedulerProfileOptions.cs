using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Plugins;

namespace KubeSharp.Scheduler.Engine;

/// <summary>One profile: a scheduler name that pods ask for, and how it decides. As <c>profiles</c> of a KubeSchedulerConfiguration.</summary>
public sealed record SchedulerProfileOptions
{
    /// <summary>The name pods put into spec.schedulerName.</summary>
    public string SchedulerName { get; init; } = "default-scheduler";

    /// <summary>Plugins left out; "*" leaves out all that are not in <see cref="Weights"/>.</summary>
    public IReadOnlySet<string> DisabledPlugins { get; init; } = new HashSet<string>();

    /// <summary>
    /// Plugins left out at one extension point only (preEnqueue, queueSort, preFilter, filter, postFilter, preScore, score, reserve,
    /// permit, preBind, bind): the point and the plugin's name, or "*" for all.
    /// </summary>
    public IReadOnlySet<(string Point, string Plugin)> DisabledAt { get; init; } = new HashSet<(string, string)>();

    /// <summary>Weights of score plugins that differ from the default.</summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>();

    /// <summary>Share of the nodes, in percent, after which no more feasible ones are looked for; null adapts to the cluster's size.</summary>
    public int? PercentageOfNodesToScore { get; init; }

    /// <summary>Arguments of NodeResourcesFit.</summary>
    public NodeResourcesFitOptions NodeResourcesFit { get; init; } = new();

    /// <summary>Resources that NodeResourcesBalancedAllocation looks at.</summary>
    public IReadOnlyList<string> BalancedResources { get; init; } = ["cpu", "memory"];

    /// <summary>Argument addedAffinity of NodeAffinity: every pod must match it too.</summary>
    public NodeSelector? AddedAffinity { get; init; }

    /// <summary>Argument hardPodAffinityWeight of InterPodAffinity, 0..100.</summary>
    public int HardPodAffinityWeight { get; init; } = 1;

    /// <summary>Argument ignorePreferredTermsOfExistingPods of InterPodAffinity.</summary>
    public bool IgnorePreferredTermsOfExistingPods { get; init; }

    /// <summary>Argument defaultConstraints of PodTopologySpread; null for the built-in ones.</summary>
    public IReadOnlyList<TopologySpreadConstraint>? DefaultConstraints { get; init; }

    /// <summary>True unless the plugin is left out at that extension point.</summary>
    internal bool IsEnabledAt(string point, string plugin) => !DisabledAt.Contains((point, plugin)) && !DisabledAt.Contains((point, "*"));
}
