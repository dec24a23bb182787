using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Framework;

/// <summary>
/// The affinity terms of placed pods, equal terms together, with the nodes they apply from. A pod to be placed is held against each
/// different term once instead of against each pod.
/// </summary>
internal sealed class PodTermIndex
{
    private readonly Dictionary<string, PodTermGroup>[] byKind = [NewMap(), NewMap(), NewMap(), NewMap()];

    /// <summary>True when no placed pod has terms of any kind.</summary>
    public bool IsEmpty => byKind[0].Count + byKind[1].Count + byKind[2].Count + byKind[3].Count == 0;

    /// <summary>The different terms of one kind.</summary>
    public Dictionary<string, PodTermGroup>.ValueCollection Of(PodTermKind kind) => byKind[(int)kind].Values;

    /// <summary>True when there is a term of that kind.</summary>
    public bool Has(PodTermKind kind) => byKind[(int)kind].Count > 0;

    /// <summary>Counts the terms of a pod placed on <paramref name="node"/>.</summary>
    public void Add(PodInfo pod, NodeInfo node) => Apply(pod, node, 1);

    /// <summary>Takes them away again.</summary>
    public void Remove(PodInfo pod, NodeInfo node) => Apply(pod, node, -1);

    private static Dictionary<string, PodTermGroup> NewMap() => new(StringComparer.Ordinal);

    private void Apply(PodInfo pod, NodeInfo node, int sign)
    {
        Apply(PodTermKind.RequiredAffinity, pod.RequiredAffinity, node, sign);
        Apply(PodTermKind.RequiredAntiAffinity, pod.RequiredAntiAffinity, node, sign);
        Apply(PodTermKind.PreferredAffinity, pod.PreferredAffinity, node, sign);
        Apply(PodTermKind.PreferredAntiAffinity, pod.PreferredAntiAffinity, node, sign);
    }

    private void Apply(PodTermKind kind, PodTerm[] terms, NodeInfo node, int sign)
    {
        var map = byKind[(int)kind];
        foreach (var term in terms)
        {
            if (!map.TryGetValue(term.Key, out var group))
                map.Add(term.Key, group = new PodTermGroup(term));
            group.Add(node, sign);
            if (group.PodsByNode.Count == 0)
                map.Remove(term.Key);
        }
    }
}
