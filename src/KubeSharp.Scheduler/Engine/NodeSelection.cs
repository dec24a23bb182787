using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Engine;

/// <summary>
/// Picks the node for a pod: filters, scores, chooses. Looks at a sample of a large cluster only, starting each time where the last one
/// ended; equal scores take turns. Keeps its buffers between calls, so it is used by one loop at a time.
/// </summary>
internal sealed class NodeSelection
{
    private const int MinFeasible = 100;
    private const int MinPercentage = 5;

    private NodeInfo[] feasible = [];
    private long[] scores = [];
    private long[] totals = [];
    private int start;
    private int turn;

    /// <summary>How many feasible nodes are enough, for a cluster of this size.</summary>
    public static int EnoughNodes(int nodes, int percentage)
    {
        if (nodes < MinFeasible || percentage >= 100)
            return nodes;
        if (percentage == 0)
            percentage = Math.Max(50 - (nodes / 125), MinPercentage);
        return Math.Max(nodes * percentage / 100, MinFeasible);
    }

    /// <summary>The chosen node, or null with the reasons in <paramref name="diagnosis"/>, or null with a fault.</summary>
    public NodeInfo? Select(
        Profile profile, CycleState state, PodInfo pod, ClusterState cluster, out Diagnosis diagnosis, out Status? fault)
    {
        var nodes = cluster.Nodes;
        diagnosis = new Diagnosis(nodes.Length);
        if (!RunPreFilters(profile, state, pod, cluster, diagnosis, out var only, out fault))
            return null;

        if (feasible.Length < nodes.Length)
        {
            feasible = new NodeInfo[nodes.Length];
            totals = new long[nodes.Length];
            scores = new long[nodes.Length];
        }

        // The node that preemption made room on is the one to try first.
        if (cluster.Nominations.NodeOf(pod.Key) is { } nominated && cluster.FindNode(nominated) is { } promised)
        {
            var answer = profile.RunFiltersWithNominated(state, pod, promised, cluster);
            if (answer is null)
                return promised;
            diagnosis.Set(promised, answer);
        }

        var found = FindFeasible(profile, state, pod, cluster, nodes, only, diagnosis, out fault);
        if (found == 0 || fault is not null)
            return null;
        return found == 1 ? feasible[0] : Choose(profile, state, pod, cluster, found, out fault);
    }

    private static bool RunPreFilters(
        Profile profile, CycleState state, PodInfo pod, ClusterState cluster, Diagnosis diagnosis, out HashSet<string>? only, out Status? fault)
    {
        only = null;
        fault = null;
        SortedSet<string>? restricting = null;
        foreach (var plugin in profile.PreFilters)
        {
            var status = plugin.PreFilter(state, pod, cluster, out var names);
            if (status is not null)
            {
                if (status.Code == StatusCode.Skip)
                {
                    var index = Array.IndexOf(profile.Filters, plugin as IFilterPlugin);
                    if (index >= 0)
                        state.SkippedFilters |= 1UL << index;
                    continue;
                }

                if (status.IsRejection)
                {
                    diagnosis.PreFilterRejection = status;
                    diagnosis.RejectedBy.Add(status.Plugin);
                }
                else
                {
                    fault = status;
                }

                return false;
            }

            if (names is null)
                continue;
            (restricting ??= new SortedSet<string>(StringComparer.Ordinal)).Add(plugin.Name);
            if (only is null)
                only = names;
            else
                only.IntersectWith(names);
        }

        if (only is not null)
        {
            var plugins = string.Join(' ', restricting!);
            diagnosis.Absent = new Status(
                StatusCode.UnschedulableAndUnresolvable, restricting!.Min!, $"node(s) didn't satisfy plugin(s) [{plugins}]");
            if (only.Count < diagnosis.TotalNodes)
                diagnosis.RejectedBy.UnionWith(restricting!);
        }

        return true;
    }

    private int FindFeasible(
        Profile profile,
        CycleState state,
        PodInfo pod,
        ClusterState cluster,
        NodeInfo[] nodes,
        HashSet<string>? only,
        Diagnosis diagnosis,
        out Status? fault)
    {
        fault = null;
        var found = 0;
        if (only is not null)
        {
            foreach (var name in only)
            {
                if (cluster.FindNode(name) is { } node && !Try(profile, state, pod, cluster, node, diagnosis, ref found, out fault))
                    return 0;
            }

            return found;
        }

        var enough = EnoughNodes(nodes.Length, profile.PercentageOfNodesToScore);
        if (start >= nodes.Length)
            start = 0;
        var seen = 0;
        for (var i = start; seen < nodes.Length && found < enough; seen++)
        {
            if (!Try(profile, state, pod, cluster, nodes[i], diagnosis, ref found, out fault))
                return 0;
            if (++i == nodes.Length)
                i = 0;
        }

        start = nodes.Length == 0 ? 0 : (start + seen) % nodes.Length;
        return found;
    }

    private bool Try(
        Profile profile, CycleState state, PodInfo pod, ClusterState cluster, NodeInfo node, Diagnosis diagnosis, ref int found, out Status? fault)
    {
        fault = null;
        var status = profile.RunFiltersWithNominated(state, pod, node, cluster);
        if (status is null)
        {
            feasible[found++] = node;
            return true;
        }

        if (status.IsRejection)
        {
            diagnosis.Set(node, status);
            return true;
        }

        fault = status;
        return false;
    }

    private NodeInfo? Choose(Profile profile, CycleState state, PodInfo pod, ClusterState cluster, int count, out Status? fault)
    {
        fault = null;
        var nodes = feasible.AsSpan(0, count);
        foreach (var plugin in profile.PreScores)
        {
            var status = plugin.PreScore(state, pod, cluster, nodes);
            if (status is null)
                continue;
            if (status.Code != StatusCode.Skip)
            {
                fault = status;
                return null;
            }

            for (var i = 0; i < profile.Scores.Length; i++)
            {
                if (ReferenceEquals(profile.Scores[i].Plugin, plugin))
                    state.SkippedScores |= 1UL << i;
            }
        }

        var sums = totals.AsSpan(0, count);
        sums.Clear();
        var own = scores.AsSpan(0, count);
        for (var p = 0; p < profile.Scores.Length; p++)
        {
            if ((state.SkippedScores & (1UL << p)) != 0)
                continue;
            var (plugin, weight) = profile.Scores[p];
            for (var i = 0; i < count; i++)
                own[i] = plugin.Score(state, pod, nodes[i]);
            plugin.Normalize(state, pod, nodes, own);
            for (var i = 0; i < count; i++)
                sums[i] += own[i] * weight;
        }

        var best = long.MinValue;
        var ties = 0;
        foreach (var sum in sums)
        {
            if (sum > best)
                (best, ties) = (sum, 1);
            else if (sum == best)
                ties++;
        }

        var pick = ties == 1 ? 0 : (int)((uint)turn++ % (uint)ties);
        for (var i = 0; ; i++)
        {
            if (sums[i] == best && pick-- == 0)
                return nodes[i];
        }
    }
}
