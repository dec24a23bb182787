using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Framework;

/// <summary>One term and how many pods of each node carry it.</summary>
internal sealed class PodTermGroup(PodTerm term)
{
    /// <summary>The term.</summary>
    public PodTerm Term { get; } = term;

    /// <summary>Pods that carry the term, by node. Only nodes with at least one.</summary>
    public Dictionary<NodeInfo, int> PodsByNode { get; } = [];

    /// <summary>Changes the count of a node.</summary>
    public void Add(NodeInfo node, int change)
    {
        var count = PodsByNode.GetValueOrDefault(node) + change;
        if (count <= 0)
            PodsByNode.Remove(node);
        else
            PodsByNode[node] = count;
    }
}
