using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Matching pods per domain, for the soft constraints of one pod over its feasible nodes.</summary>
internal sealed class SpreadScores : ICycleData
{
    private const string HostName = "kubernetes.io/hostname";

    private readonly TopologyDomains[] domains;
    private readonly int[][] counts;
    private readonly double[] weights;
    private readonly int[] skews;
    private readonly bool requireAll;
    private readonly bool[] byNode;

    private SpreadScores(TopologyDomains[] domains, int[][] counts, double[] weights, int[] skews, bool[] byNode, bool requireAll)
    {
        this.domains = domains;
        this.counts = counts;
        this.weights = weights;
        this.skews = skews;
        this.byNode = byNode;
        this.requireAll = requireAll;
    }

    /// <summary>Counts. <paramref name="requireAll"/>: nodes without every topology label are not scored.</summary>
    public static SpreadScores Build(
        SpreadConstraint[] constraints, bool requireAll, PodInfo pod, ClusterState cluster, ReadOnlySpan<NodeInfo> feasible)
    {
        var n = constraints.Length;
        var domains = new TopologyDomains[n];
        for (var i = 0; i < n; i++)
            domains[i] = cluster.Topology.Of(constraints[i].TopologyKey);

        var nodes = cluster.Nodes;
        var counts = new int[n][];
        var weights = new double[n];
        var skews = new int[n];
        var byNode = new bool[n];
        var scored = 0;
        foreach (var node in feasible)
            scored += requireAll && !HasAllLabels(domains, node.Index) ? 0 : 1;

        for (var i = 0; i < n; i++)
        {
            var constraint = constraints[i];
            skews[i] = constraint.MaxSkew;
            byNode[i] = constraint.TopologyKey == HostName;
            var perNode = cluster.Counts.Of(PodMatch.Living(pod.Namespace, constraint.Selector), out var total);
            if (byNode[i])
            {
                counts[i] = perNode;
                weights[i] = Math.Log(scored + 2);
                continue;
            }

            var perDomain = new int[domains[i].Count];
            var inUse = new bool[domains[i].Count];
            var size = 0;
            foreach (var node in feasible)
            {
                var domain = domains[i].OfNode[node.Index];
                if (domain < 0 || inUse[domain] || (requireAll && !HasAllLabels(domains, node.Index)))
                    continue;
                inUse[domain] = true;
                size++;
            }

            if (total > 0 && size > 0)
                Sum(constraint, requireAll, pod, nodes, domains, i, perNode, perDomain);
            counts[i] = perDomain;
            weights[i] = Math.Log(size + 2);
        }

        return new SpreadScores(domains, counts, weights, skews, byNode, requireAll);
    }

    /// <summary>True for a node that is not scored.</summary>
    public bool IsIgnored(NodeInfo node) => requireAll && !HasAllLabels(domains, node.Index);

    /// <summary>The raw score: more matching pods, higher; normalization turns it around.</summary>
    public long Of(NodeInfo node)
    {
        if (IsIgnored(node))
            return 0;
        double score = 0;
        for (var i = 0; i < domains.Length; i++)
        {
            var domain = domains[i].OfNode[node.Index];
            if (domain < 0)
                continue;
            var count = byNode[i] ? counts[i][node.Index] : counts[i][domain];
            score += (count * weights[i]) + (skews[i] - 1);
        }

        return (long)Math.Round(score, MidpointRounding.AwayFromZero);
    }

    /// <inheritdoc/>
    public ICycleData Clone() => this;

    private static void Sum(
        SpreadConstraint constraint, bool requireAll, PodInfo pod, NodeInfo[] nodes, TopologyDomains[] domains, int i, int[] perNode, int[] perDomain)
    {
        var ofNode = domains[i].OfNode;
        for (var k = 0; k < nodes.Length; k++)
        {
            if (perNode[k] == 0 || ofNode[k] < 0 || (requireAll && !HasAllLabels(domains, k)))
                continue;
            if (SpreadCounts.Includes(constraint, pod, nodes[k]))
                perDomain[ofNode[k]] += perNode[k];
        }
    }

    private static bool HasAllLabels(TopologyDomains[] domains, int node)
    {
        foreach (var domain in domains)
        {
            if (domain.OfNode[node] < 0)
                return false;
        }

        return true;
    }
}
