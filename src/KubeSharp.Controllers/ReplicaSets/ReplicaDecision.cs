using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>The rules of a ReplicaSet: so many pods, no more, no less.</summary>
internal static class ReplicaDecision
{
    /// <summary>The most pods to create or delete in one step.</summary>
    private const int Burst = 500;

    /// <summary>Decides on pods.</summary>
    /// <param name="set">The set.</param>
    /// <param name="owned">All pods that belong to it, finished ones too.</param>
    /// <param name="related">Pods of sets with the same owner, for the choice of victims.</param>
    /// <param name="now">Now.</param>
    public static ReplicaPlan Decide(ReplicaView set, IReadOnlyList<Pod> owned, IEnumerable<Pod> related, DateTimeOffset now)
    {
        if (set.Object.Metadata.DeletionTimestamp is not null) return ReplicaPlan.Nothing;
        List<Pod> active = Active(owned);
        int missing = set.Replicas - active.Count;
        if (missing > 0) return set.Template is null ? ReplicaPlan.Nothing : new ReplicaPlan(Math.Min(missing, Burst), []);
        if (missing < 0) return new ReplicaPlan(0, PodRanking.PickVictims(active, related, Math.Min(-missing, Burst), now));
        return ReplicaPlan.Nothing;
    }

    /// <summary>Counts pods into a status.</summary>
    /// <param name="set">The set.</param>
    /// <param name="owned">All pods that belong to it.</param>
    /// <param name="failure">Why the last step failed, if it did: the reason of the condition and its message.</param>
    /// <param name="now">Now.</param>
    public static ReplicaStatus Status(ReplicaView set, IReadOnlyList<Pod> owned, (string Reason, string Message)? failure, DateTimeOffset now)
    {
        int replicas = 0;
        int labelled = 0;
        int ready = 0;
        int available = 0;
        int terminating = 0;
        foreach (Pod pod in owned)
        {
            if (PodFacts.IsTerminating(pod)) terminating++;
            if (!PodFacts.IsActive(pod)) continue;
            replicas++;
            if (HasAll(pod.Metadata.Labels, set.Template?.Metadata.Labels)) labelled++;
            if (!PodFacts.IsReady(pod)) continue;
            ready++;
            if (PodFacts.IsAvailable(pod, set.MinReadySeconds, now)) available++;
        }

        // The first failure stays, with its time, until a step goes well.
        ReplicaFailure? condition = failure is { } f ? set.Status.Failure ?? new ReplicaFailure(f.Reason, f.Message, now) : null;
        return new ReplicaStatus(replicas, labelled, ready, available, terminating, set.Object.Metadata.Generation ?? 0, condition);
    }

    /// <summary>The time after which a ready pod will count as available though nothing else happens; null when none waits.</summary>
    public static TimeSpan? NextAvailable(ReplicaView set, IReadOnlyList<Pod> owned, DateTimeOffset now)
    {
        TimeSpan? next = null;
        foreach (Pod pod in owned)
        {
            if (!PodFacts.IsActive(pod)) continue;
            TimeSpan? left = PodFacts.UntilAvailable(pod, set.MinReadySeconds, now);
            if (left is not null && (next is null || left < next)) next = left;
        }

        return next;
    }

    private static List<Pod> Active(IReadOnlyList<Pod> pods)
    {
        var active = new List<Pod>(pods.Count);
        foreach (Pod pod in pods)
            if (PodFacts.IsActive(pod)) active.Add(pod);
        return active;
    }

    private static bool HasAll(Dictionary<string, string>? labels, Dictionary<string, string>? wanted)
    {
        foreach ((string key, string value) in wanted ?? [])
            if (labels is null || !labels.TryGetValue(key, out string? found) || found != value) return false;
        return true;
    }
}
