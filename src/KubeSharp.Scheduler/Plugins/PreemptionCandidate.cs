using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>A node with the pods that would have to go.</summary>
/// <param name="Node">The node.</param>
/// <param name="Victims">The pods, most important first.</param>
/// <param name="Violations">How many of them a disruption budget protects.</param>
internal sealed record PreemptionCandidate(NodeInfo Node, List<PodInfo> Victims, int Violations)
{
    /// <summary>Higher priority first, then who started earlier.</summary>
    public static int MoreImportantFirst(PodInfo a, PodInfo b)
    {
        var order = b.Priority.CompareTo(a.Priority);
        return order != 0 ? order : StartOf(a).CompareTo(StartOf(b));
    }

    /// <summary>The candidate that hurts least.</summary>
    public static PreemptionCandidate Best(List<PreemptionCandidate> candidates)
    {
        var best = candidates[0];
        for (var i = 1; i < candidates.Count; i++)
        {
            if (Compare(candidates[i], best) < 0)
                best = candidates[i];
        }

        return best;
    }

    private static int Compare(PreemptionCandidate a, PreemptionCandidate b)
    {
        var order = a.Violations.CompareTo(b.Violations);
        if (order != 0)
            return order;
        if (a.Victims.Count == 0 || b.Victims.Count == 0)
            return a.Victims.Count.CompareTo(b.Victims.Count);
        order = a.Victims[0].Priority.CompareTo(b.Victims[0].Priority);
        if (order != 0)
            return order;
        order = SumOfPriorities(a).CompareTo(SumOfPriorities(b));
        if (order != 0)
            return order;
        order = a.Victims.Count.CompareTo(b.Victims.Count);
        return order != 0 ? order : EarliestStart(b).CompareTo(EarliestStart(a));
    }

    private static long SumOfPriorities(PreemptionCandidate candidate)
    {
        // Offset so that removing one more pod always costs something, negative priorities included.
        long sum = 0;
        foreach (var victim in candidate.Victims)
            sum += victim.Priority + (long)int.MaxValue + 1;
        return sum;
    }

    private static DateTimeOffset EarliestStart(PreemptionCandidate candidate)
    {
        var top = candidate.Victims[0].Priority;
        var earliest = DateTimeOffset.MaxValue;
        foreach (var victim in candidate.Victims)
        {
            if (victim.Priority == top && StartOf(victim) < earliest)
                earliest = StartOf(victim);
        }

        return earliest;
    }

    private static DateTimeOffset StartOf(PodInfo pod) => pod.Pod.Status.StartTime is { } time ? time.Value : DateTimeOffset.MaxValue;
}
