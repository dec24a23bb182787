namespace KubeSharp.Scheduler.Framework;

/// <summary>
/// For a question about pods, how many pods of each node answer yes. Spreading and affinity ask the same questions for every pod of a
/// workload; recounting all pods of the cluster each time is what makes them slow. Here only nodes that changed since the question was
/// last asked are recounted: the nodes hang in a list by the time of their last change.
/// </summary>
internal sealed class PodCounts(ClusterState cluster)
{
    private const int MaxQuestions = 512;

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long uses;

    /// <summary>Counts by <see cref="NodeInfo.Index"/> (the array may be longer); valid until the cluster changes. Not to be written to.</summary>
    public int[] Of(PodMatch match, out long total)
    {
        var nodes = cluster.Nodes;
        if (!entries.TryGetValue(match.Key, out var entry))
        {
            if (entries.Count >= MaxQuestions)
                EvictOldest();
            entry = new Entry(match) { MembershipVersion = -1 };
            entries.Add(match.Key, entry);
        }

        entry.LastUse = ++uses;
        var namespacesChanged = match.DependsOnNamespaceLabels && entry.NamespacesVersion != cluster.Namespaces.Version;
        if (entry.MembershipVersion != cluster.MembershipVersion || namespacesChanged)
            Recount(entry, nodes);
        else
            CatchUp(entry);
        total = entry.Total;
        return entry.Counts;
    }

    private void Recount(Entry entry, NodeInfo[] nodes)
    {
        if (entry.Counts.Length < nodes.Length)
            entry.Counts = new int[nodes.Length];
        entry.Total = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            var count = Count(entry, nodes[i]);
            entry.Counts[i] = count;
            entry.Total += count;
        }

        entry.MembershipVersion = cluster.MembershipVersion;
        entry.NamespacesVersion = cluster.Namespaces.Version;
        entry.Generation = cluster.MostRecent?.Generation ?? 0;
    }

    private void CatchUp(Entry entry)
    {
        var node = cluster.MostRecent;
        while (node is not null && node.Generation > entry.Generation)
        {
            if (node.Index >= 0)
            {
                var count = Count(entry, node);
                entry.Total += count - entry.Counts[node.Index];
                entry.Counts[node.Index] = count;
            }

            node = node.Older;
        }

        entry.Generation = cluster.MostRecent?.Generation ?? 0;
    }

    private int Count(Entry entry, NodeInfo node)
    {
        var count = 0;
        foreach (var pod in node.Pods)
        {
            if (entry.Match.Matches(pod, cluster.Namespaces))
                count++;
        }

        return count;
    }

    private void EvictOldest()
    {
        string? oldest = null;
        var use = long.MaxValue;
        foreach (var (key, entry) in entries)
        {
            if (entry.LastUse < use)
                (oldest, use) = (key, entry.LastUse);
        }

        if (oldest is not null)
            entries.Remove(oldest);
    }

    private sealed class Entry(PodMatch match)
    {
        public PodMatch Match { get; } = match;

        public int[] Counts { get; set; } = [];

        public long Total { get; set; }

        public long Generation { get; set; }

        public int MembershipVersion { get; set; }

        public int NamespacesVersion { get; set; }

        public long LastUse { get; set; }
    }
}
