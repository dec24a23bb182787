using KubeSharp.Models.Core.V1;

namespace KubeSharp.Scheduler.Matching;

/// <summary>A compiled topology spread constraint.</summary>
/// <param name="TopologyKey">The node label whose values are the domains.</param>
/// <param name="MaxSkew">At least 1.</param>
/// <param name="MinDomains">At least 1; fewer domains count as having one with no pods.</param>
/// <param name="Required">DoNotSchedule, as opposed to ScheduleAnyway.</param>
/// <param name="Selector">The pods that are counted.</param>
/// <param name="HonorAffinity">Nodes that the pod's node affinity excludes do not count.</param>
/// <param name="HonorTaints">Nodes whose taints the pod does not tolerate do not count.</param>
internal sealed record SpreadConstraint(
    string TopologyKey,
    int MaxSkew,
    int MinDomains,
    bool Required,
    LabelMatcher Selector,
    bool HonorAffinity,
    bool HonorTaints)
{
    /// <summary>Compiles a pod's constraints.</summary>
    public static SpreadConstraint[] From(List<TopologySpreadConstraint>? constraints, Dictionary<string, string>? podLabels)
    {
        if (constraints is not { Count: > 0 })
            return [];
        var result = new SpreadConstraint[constraints.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var source = constraints[i];
            result[i] = new SpreadConstraint(
                source.TopologyKey,
                source.MaxSkew,
                source.MinDomains ?? 1,
                source.WhenUnsatisfiable == "DoNotSchedule",
                LabelMatcher.From(source.LabelSelector, source.MatchLabelKeys, podLabels),
                source.NodeAffinityPolicy != "Ignore",
                source.NodeTaintsPolicy == "Honor");
        }

        return result;
    }
}
