using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Taints that say what is wrong with a node: https://kubernetes.io/docs/reference/labels-annotations-taints/.</summary>
internal static class NodeTaints
{
    public const string NotReady = "node.kubernetes.io/not-ready";
    public const string Unreachable = "node.kubernetes.io/unreachable";
    public const string NoSchedule = "NoSchedule";
    public const string NoExecute = "NoExecute";

    private static readonly (string Condition, string Status, string Taint)[] ByCondition =
    [
        ("Ready", Truth.False, NotReady),
        ("Ready", Truth.Unknown, Unreachable),
        ("MemoryPressure", Truth.True, "node.kubernetes.io/memory-pressure"),
        ("DiskPressure", Truth.True, "node.kubernetes.io/disk-pressure"),
        ("PIDPressure", Truth.True, "node.kubernetes.io/pid-pressure"),
        ("NetworkUnavailable", Truth.True, "node.kubernetes.io/network-unavailable"),
    ];

    private const string Unschedulable = "node.kubernetes.io/unschedulable";

    /// <summary>The taints the node should have, or null when it has them.</summary>
    /// <param name="node">The node.</param>
    /// <param name="evict">Whether a node that is not ready gets its NoExecute taint now.</param>
    /// <param name="now">Now.</param>
    public static List<Taint>? Decide(Node node, bool evict, DateTimeOffset now)
    {
        var wanted = new HashSet<(string Key, string Effect)>();
        string? ready = NodeHealth.Condition(node, "Ready")?.Status;
        foreach ((string condition, string status, string taint) in ByCondition)
            if (NodeHealth.Condition(node, condition)?.Status == status) wanted.Add((taint, NoSchedule));
        if (node.Spec.Unschedulable == true) wanted.Add((Unschedulable, NoSchedule));
        if (evict && ready == Truth.False) wanted.Add((NotReady, NoExecute));
        if (evict && ready == Truth.Unknown) wanted.Add((Unreachable, NoExecute));

        var result = new List<Taint>();
        bool changed = false;
        foreach (Taint taint in node.Spec.Taints ?? [])
        {
            if (!IsOurs(taint) || wanted.Remove((taint.Key, taint.Effect))) result.Add(taint);
            else changed = true;
        }

        foreach ((string key, string effect) in wanted)
        {
            result.Add(new Taint { Key = key, Effect = effect, TimeAdded = now });
            changed = true;
        }

        return changed ? result : null;
    }

    public static bool HasNoExecute(Node node) =>
        node.Spec.Taints?.Exists(static t => t.Effect == NoExecute && t.Key is NotReady or Unreachable) == true;

    private static bool IsOurs(Taint taint)
    {
        if (taint.Effect == NoExecute) return taint.Key is NotReady or Unreachable;
        if (taint.Effect != NoSchedule) return false;
        if (taint.Key == Unschedulable) return true;
        foreach ((_, _, string key) in ByCondition)
            if (taint.Key == key) return true;
        return false;
    }
}
