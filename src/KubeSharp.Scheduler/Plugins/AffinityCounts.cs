using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Per domain, the pods that required pod (anti-)affinity looks at: for one pod to be placed.</summary>
internal sealed class AffinityCounts : ICycleData
{
    private readonly PodInfo pod;
    private readonly ClusterState cluster;
    private readonly List<(string Key, TopologyDomains Domains, int[] Counts)> repelling;
    private readonly (TopologyDomains Domains, int[] Counts)[] affinity;
    private readonly (TopologyDomains Domains, int[] Counts)[] antiAffinity;
    private readonly bool matchesItself;
    private long affinityTotal;

    private AffinityCounts(
        PodInfo pod,
        ClusterState cluster,
        List<(string, TopologyDomains, int[])> repelling,
        (TopologyDomains, int[])[] affinity,
        (TopologyDomains, int[])[] antiAffinity,
        bool matchesItself,
        long affinityTotal)
    {
        this.pod = pod;
        this.cluster = cluster;
        this.repelling = repelling;
        this.affinity = affinity;
        this.antiAffinity = antiAffinity;
        this.matchesItself = matchesItself;
        this.affinityTotal = affinityTotal;
    }

    /// <summary>Counts; null when neither the pod nor any placed one has required terms that could matter.</summary>
    public static AffinityCounts? Build(PodInfo pod, ClusterState cluster)
    {
        List<(string, TopologyDomains, int[])>? repelling = null;
        foreach (var group in cluster.Terms.Of(PodTermKind.RequiredAntiAffinity))
        {
            if (!group.Term.Matches(pod, cluster.Namespaces))
                continue;
            var (domains, counts) = Find(repelling ??= [], group.Term.TopologyKey, cluster);
            foreach (var (node, count) in group.PodsByNode)
            {
                if (node.Index >= 0 && domains.OfNode[node.Index] is >= 0 and var domain)
                    counts[domain] += count;
            }
        }

        if (repelling is null && pod.RequiredAffinity.Length + pod.RequiredAntiAffinity.Length == 0)
            return null;

        var affinity = new (TopologyDomains, int[])[pod.RequiredAffinity.Length];
        long total = 0;
        var matchesItself = affinity.Length > 0;
        if (affinity.Length > 0)
        {
            var perNode = cluster.Counts.Of(PodMatch.AllOf(pod.RequiredAffinity), out _);
            for (var i = 0; i < affinity.Length; i++)
            {
                var term = pod.RequiredAffinity[i];
                affinity[i] = Sum(cluster, term, perNode, ref total);
                matchesItself &= term.Matches(pod, cluster.Namespaces);
            }
        }

        var antiAffinity = new (TopologyDomains, int[])[pod.RequiredAntiAffinity.Length];
        for (var i = 0; i < antiAffinity.Length; i++)
        {
            long ignored = 0;
            var term = pod.RequiredAntiAffinity[i];
            antiAffinity[i] = Sum(cluster, term, cluster.Counts.Of(PodMatch.Of(term), out _), ref ignored);
        }

        return new AffinityCounts(pod, cluster, repelling ?? [], affinity, antiAffinity, matchesItself, total);
    }

    /// <summary>Accounts for another pod coming to (1) or leaving (-1) a node.</summary>
    public void Change(PodInfo incoming, PodInfo other, NodeInfo node, int sign)
    {
        foreach (var term in other.RequiredAntiAffinity)
        {
            if (!term.Matches(incoming, cluster.Namespaces))
                continue;
            var (domains, counts) = Find(repelling, term.TopologyKey, cluster);
            Add(domains, counts, node, sign);
        }

        if (affinity.Length > 0 && MatchesAll(incoming.RequiredAffinity, other))
        {
            foreach (var (domains, counts) in affinity)
                affinityTotal += Add(domains, counts, node, sign);
        }

        for (var i = 0; i < antiAffinity.Length; i++)
        {
            if (incoming.RequiredAntiAffinity[i].Matches(other, cluster.Namespaces))
                Add(antiAffinity[i].Domains, antiAffinity[i].Counts, node, sign);
        }
    }

    /// <summary>The pod's own required affinity holds on the node.</summary>
    public bool AllowsAffinity(NodeInfo node)
    {
        var found = true;
        foreach (var (domains, counts) in affinity)
        {
            var domain = domains.OfNode[node.Index];
            if (domain < 0)
                return false;
            found &= counts[domain] > 0;
        }

        // The first pod of a group that wants to be together has nobody to be near yet.
        return found || (affinityTotal == 0 && matchesItself);
    }

    /// <summary>The pod's own required anti-affinity holds on the node.</summary>
    public bool AllowsAntiAffinity(NodeInfo node)
    {
        foreach (var (domains, counts) in antiAffinity)
        {
            var domain = domains.OfNode[node.Index];
            if (domain >= 0 && counts[domain] > 0)
                return false;
        }

        return true;
    }

    /// <summary>No placed pod keeps it off the node.</summary>
    public bool AllowedByOthers(NodeInfo node)
    {
        foreach (var (_, domains, counts) in repelling)
        {
            var domain = domains.OfNode[node.Index];
            if (domain >= 0 && counts[domain] > 0)
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public ICycleData Clone()
    {
        var copy = new List<(string, TopologyDomains, int[])>(repelling.Count);
        foreach (var (key, domains, counts) in repelling)
            copy.Add((key, domains, [.. counts]));
        return new AffinityCounts(pod, cluster, copy, Copy(affinity), Copy(antiAffinity), matchesItself, affinityTotal);
    }

    private static (TopologyDomains, int[])[] Copy((TopologyDomains Domains, int[] Counts)[] source)
    {
        var copy = new (TopologyDomains, int[])[source.Length];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = (source[i].Domains, [.. source[i].Counts]);
        return copy;
    }

    private static int Add(TopologyDomains domains, int[] counts, NodeInfo node, int sign)
    {
        if (node.Index < 0 || domains.OfNode[node.Index] is not (>= 0 and var domain))
            return 0;
        counts[domain] += sign;
        return sign;
    }

    private static (TopologyDomains Domains, int[] Counts) Find(
        List<(string Key, TopologyDomains Domains, int[] Counts)> list, string key, ClusterState cluster)
    {
        foreach (var entry in list)
        {
            if (entry.Key == key)
                return (entry.Domains, entry.Counts);
        }

        var domains = cluster.Topology.Of(key);
        var counts = new int[domains.Count];
        list.Add((key, domains, counts));
        return (domains, counts);
    }

    private static (TopologyDomains Domains, int[] Counts) Sum(ClusterState cluster, PodTerm term, int[] perNode, ref long total)
    {
        var domains = cluster.Topology.Of(term.TopologyKey);
        var counts = new int[domains.Count];
        var ofNode = domains.OfNode;
        for (var i = 0; i < ofNode.Length; i++)
        {
            if (perNode[i] == 0 || ofNode[i] < 0)
                continue;
            counts[ofNode[i]] += perNode[i];
            total += perNode[i];
        }

        return (domains, counts);
    }

    private bool MatchesAll(PodTerm[] terms, PodInfo other)
    {
        foreach (var term in terms)
        {
            if (!term.Matches(other, cluster.Namespaces))
                return false;
        }

        return true;
    }
}
