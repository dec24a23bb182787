using System.Globalization;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Whether a node is one that a pod's nodeSelector and required node affinity allow.</summary>
internal static class NodeAffinityMatch
{
    public static bool Matches(PodSpec spec, Node node)
    {
        foreach ((string key, string value) in spec.NodeSelector ?? [])
            if (node.Metadata.Labels?.GetValueOrDefault(key) != value) return false;
        if (spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not { } required) return true;
        foreach (NodeSelectorTerm term in required.NodeSelectorTerms)
            if (Matches(term, node)) return true;
        return false;
    }

    /// <summary>All requirements of a term must hold; an empty term matches nothing.</summary>
    private static bool Matches(NodeSelectorTerm term, Node node)
    {
        if (term.MatchExpressions is null or { Count: 0 } && term.MatchFields is null or { Count: 0 }) return false;
        foreach (NodeSelectorRequirement requirement in term.MatchExpressions ?? [])
        {
            string? value = null;
            bool has = node.Metadata.Labels?.TryGetValue(requirement.Key, out value) == true;
            if (!Matches(requirement, has, value)) return false;
        }

        foreach (NodeSelectorRequirement requirement in term.MatchFields ?? [])
            if (requirement.Key != "metadata.name" || !Matches(requirement, true, node.Metadata.Name)) return false;
        return true;
    }

    private static bool Matches(NodeSelectorRequirement requirement, bool has, string? value) => requirement.Operator switch
    {
        "In" => has && requirement.Values?.Contains(value!) == true,
        "NotIn" => !has || requirement.Values?.Contains(value!) != true,
        "Exists" => has,
        "DoesNotExist" => !has,
        "Gt" => has && Compare(value, requirement.Values) > 0,
        "Lt" => has && Compare(value, requirement.Values) < 0,
        _ => false,
    };

    private static int Compare(string? value, List<string>? bound) =>
        bound is { Count: 1 } && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long left)
        && long.TryParse(bound[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long right) ? left.CompareTo(right) : 0;
}
