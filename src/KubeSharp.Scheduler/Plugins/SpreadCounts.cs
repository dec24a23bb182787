using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Matching pods per domain, for the required constraints of one pod.</summary>
internal sealed class SpreadCounts : ICycleData
{
    private const int Absent = -1;

    private readonly SpreadConstraint[] constraints;
    private readonly TopologyDomains[] domains;
    private readonly bool[] selfMatches;
    private readonly int[][] counts;
    private readonly int[] minimum;
    private readonly bool[] stale;

    private SpreadCounts(SpreadConstraint[] constraints, TopologyDomains[] domains, bool[] selfMatches, int[][] counts)
    {
        this.constraints = constraints;
        this.domains = domains;
        this.selfMatches = selfMatches;
        this.counts = counts;
        minimum = new int[constraints.Length];
        stale = new bool[constraints.Length];
        Array.Fill(stale, true);
    }

    /// <summary>Counts over the nodes that take part: with every topology label, and not excluded by the constraint's policies.</summary>
    public static SpreadCounts Build(SpreadConstraint[] constraints, PodInfo pod, ClusterState cluster)
    {
        var n = constraints.Length;
        var domains = new TopologyDomains[n];
        for (var i = 0; i < n; i++)
            domains[i] = cluster.Topology.Of(constraints[i].TopologyKey);

        var counts = new int[n][];
        var selfMatches = new bool[n];
        var nodes = cluster.Nodes;
        for (var i = 0; i < n; i++)
        {
            var constraint = constraints[i];
            selfMatches[i] = constraint.Selector.Matches(pod.Labels);
            var perDomain = new int[domains[i].Count];
            Array.Fill(perDomain, Absent);
            var perNode = cluster.Counts.Of(PodMatch.Living(pod.Namespace, constraint.Selector), out _);
            for (var k = 0; k < nodes.Length; k++)
            {
                if (!HasAllLabels(domains, k) || !Includes(constraint, pod, nodes[k]))
                    continue;
                ref var count = ref perDomain[domains[i].OfNode[k]];
                count = Math.Max(count, 0) + perNode[k];
            }

            counts[i] = perDomain;
        }

        return new SpreadCounts(constraints, domains, selfMatches, counts);
    }

    /// <summary>True when the constraint's policies let the node take part.</summary>
    public static bool Includes(SpreadConstraint constraint, PodInfo pod, NodeInfo node) =>
        (!constraint.HonorAffinity || pod.AllowsNode(node)) &&
        (!constraint.HonorTaints || TaintToleration.FindUntolerated(pod, node) is null);

    /// <summary>Accounts for another pod coming to (1) or leaving (-1) a node.</summary>
    public void Change(PodInfo pod, PodInfo other, NodeInfo node, int sign)
    {
        if (other.Namespace != pod.Namespace || other.IsTerminating || !HasAllLabels(domains, node.Index))
            return;
        for (var i = 0; i < constraints.Length; i++)
        {
            if (!Includes(constraints[i], pod, node) || !constraints[i].Selector.Matches(other.Labels))
                continue;
            ref var count = ref counts[i][domains[i].OfNode[node.Index]];
            count = Math.Max(0, Math.Max(count, 0) + sign);
            stale[i] = true;
        }
    }

    /// <summary>Whether the pod may go to the node.</summary>
    public SpreadVerdict Check(PodInfo pod, NodeInfo node)
    {
        for (var i = 0; i < constraints.Length; i++)
        {
            var domain = domains[i].OfNode[node.Index];
            if (domain < 0)
                return SpreadVerdict.Unlabelled;
            var skew = Math.Max(0, counts[i][domain]) + (selfMatches[i] ? 1 : 0) - Minimum(i);
            if (skew > constraints[i].MaxSkew)
                return SpreadVerdict.Skewed;
        }

        return SpreadVerdict.Fits;
    }

    /// <inheritdoc/>
    public ICycleData Clone()
    {
        var copy = new int[counts.Length][];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = [.. counts[i]];
        return new SpreadCounts(constraints, domains, selfMatches, copy);
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

    private int Minimum(int i)
    {
        if (!stale[i])
            return minimum[i];
        var min = int.MaxValue;
        var present = 0;
        foreach (var count in counts[i])
        {
            if (count == Absent)
                continue;
            present++;
            min = Math.Min(min, count);
        }

        minimum[i] = present < constraints[i].MinDomains || present == 0 ? 0 : min;
        stale[i] = false;
        return minimum[i];
    }
}
