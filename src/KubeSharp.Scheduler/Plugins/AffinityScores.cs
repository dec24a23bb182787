using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>What pod affinity makes of each domain.</summary>
internal sealed class AffinityScores : ICycleData
{
    private readonly List<(string Key, TopologyDomains Domains, long[] Scores)> topologies = [];

    /// <summary>True when nothing influences the score.</summary>
    public bool IsEmpty => topologies.Count == 0;

    /// <summary>Adds <paramref name="weight"/> for every placed pod the term speaks of, in its domain.</summary>
    public void AddOwn(PodTerm term, long weight, ClusterState cluster)
    {
        var counts = cluster.Counts.Of(PodMatch.Of(term), out var total);
        if (total == 0)
            return;
        var (domains, scores) = Of(term.TopologyKey, cluster);
        var ofNode = domains.OfNode;
        for (var i = 0; i < ofNode.Length; i++)
        {
            if (counts[i] != 0 && ofNode[i] >= 0)
                scores[ofNode[i]] += weight * counts[i];
        }
    }

    /// <summary>Adds <paramref name="weight"/> for every placed pod that carries the term, in its domain.</summary>
    public void AddExisting(PodTermGroup group, long weight, ClusterState cluster)
    {
        var (domains, scores) = Of(group.Term.TopologyKey, cluster);
        foreach (var (node, count) in group.PodsByNode)
        {
            if (node.Index < 0)
                continue;
            var domain = domains.OfNode[node.Index];
            if (domain >= 0)
                scores[domain] += weight * count;
        }
    }

    /// <summary>The raw score of a node.</summary>
    public long Of(NodeInfo node)
    {
        long sum = 0;
        foreach (var (_, domains, scores) in topologies)
        {
            var domain = domains.OfNode[node.Index];
            if (domain >= 0)
                sum += scores[domain];
        }

        return sum;
    }

    /// <inheritdoc/>
    public ICycleData Clone() => this;

    private (TopologyDomains Domains, long[] Scores) Of(string key, ClusterState cluster)
    {
        foreach (var topology in topologies)
        {
            if (topology.Key == key)
                return (topology.Domains, topology.Scores);
        }

        var domains = cluster.Topology.Of(key);
        var scores = new long[domains.Count];
        topologies.Add((key, domains, scores));
        return (domains, scores);
    }
}
