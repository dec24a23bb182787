using System.Numerics;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Which pods of a set that is too large go first. Rules:
/// https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset.
/// </summary>
internal static class PodRanking
{
    /// <summary>Picks <paramref name="count"/> pods to delete.</summary>
    /// <param name="pods">The active pods.</param>
    /// <param name="related">Pods of the same owner's siblings too: nodes that hold more of them lose theirs first.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">Now.</param>
    public static List<Pod> PickVictims(IReadOnlyList<Pod> pods, IEnumerable<Pod> related, int count, DateTimeOffset now)
    {
        if (count >= pods.Count) return [.. pods];
        var onNode = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Pod pod in related)
            if (PodFacts.IsActive(pod) && pod.Spec.NodeName is { Length: > 0 } node)
                onNode[node] = onNode.GetValueOrDefault(node) + 1;
        var ranked = new List<Pod>(pods);
        ranked.Sort((a, b) => Compare(a, b, onNode, now));
        return ranked[..count];
    }

    private static int Compare(Pod a, Pod b, Dictionary<string, int> onNode, DateTimeOffset now)
    {
        bool assignedA = !string.IsNullOrEmpty(a.Spec.NodeName);
        bool assignedB = !string.IsNullOrEmpty(b.Spec.NodeName);
        if (assignedA != assignedB) return assignedA ? 1 : -1;
        int phase = Phase(a).CompareTo(Phase(b));
        if (phase != 0) return phase;
        bool readyA = PodFacts.IsReady(a);
        bool readyB = PodFacts.IsReady(b);
        if (readyA != readyB) return readyA ? 1 : -1;
        int cost = PodFacts.DeletionCost(a).CompareTo(PodFacts.DeletionCost(b));
        if (cost != 0) return cost;
        int crowd = Crowd(b, onNode).CompareTo(Crowd(a, onNode));
        if (crowd != 0) return crowd;
        if (readyA && readyB)
        {
            int ready = Younger(ReadySince(a), ReadySince(b), now);
            if (ready != 0) return ready;
        }

        int restarts = PodFacts.MaxRestarts(b).CompareTo(PodFacts.MaxRestarts(a));
        if (restarts != 0) return restarts;
        int age = Younger(a.Metadata.CreationTimestamp, b.Metadata.CreationTimestamp, now);
        return age != 0 ? age : string.CompareOrdinal(a.Metadata.Uid, b.Metadata.Uid);
    }

    private static int Phase(Pod pod) => pod.Status.Phase switch { "Pending" => 0, "Unknown" => 1, "Running" => 2, _ => 0 };

    private static int Crowd(Pod pod, Dictionary<string, int> onNode) =>
        pod.Spec.NodeName is { Length: > 0 } node ? onNode.GetValueOrDefault(node) : 0;

    private static Time? ReadySince(Pod pod) => PodFacts.Condition(pod, "Ready")?.LastTransitionTime;

    /// <summary>
    /// Younger goes first, but ages count only by their order of magnitude: otherwise scaling down would always take the pods of the
    /// newest node.
    /// </summary>
    private static int Younger(Time? a, Time? b, DateTimeOffset now)
    {
        if (a is null || b is null) return (a is null ? 0 : 1).CompareTo(b is null ? 0 : 1);
        return Magnitude(a.Value, now).CompareTo(Magnitude(b.Value, now));
    }

    private static int Magnitude(Time since, DateTimeOffset now)
    {
        long seconds = (now - since.Value).Ticks;
        return seconds <= 0 ? -1 : BitOperations.Log2((ulong)seconds);
    }
}
