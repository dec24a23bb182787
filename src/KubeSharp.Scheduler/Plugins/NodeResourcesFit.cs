using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// A node must have what the pod asks for; among nodes that do, ranks by what would be left.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/resource-bin-packing/
/// </summary>
internal sealed class NodeResourcesFit : IFilterPlugin, IScorePlugin, IQueueingHints
{
    private readonly NodeResourcesFitOptions options;
    private readonly (string Name, long Weight)[] resources;
    private readonly Dictionary<string, Status> single = new(StringComparer.Ordinal);

    /// <summary>Creates the plugin.</summary>
    public NodeResourcesFit(NodeResourcesFitOptions? options = null)
    {
        this.options = options ?? new NodeResourcesFitOptions();
        resources = [.. this.options.Resources];
    }

    /// <inheritdoc/>
    public string Name => "NodeResourcesFit";

    /// <inheritdoc/>
    public ClusterEventKinds Events =>
        ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeAllocatable | ClusterEventKinds.PodRemoved | ClusterEventKinds.PodChanged |
        ClusterEventKinds.SelfChanged;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change)
    {
        // A node event helps if the node could hold the pod at all; what runs on it now is known when it is tried.
        if (change.Node is { } node)
            return Exceeds(pod.Requests, node.Allocatable, null, out _) is null;
        if (change.OldPod is { } old && change.NewPod is { } changed)
            return IsLess(changed.Requests, old.Requests);
        return true;
    }

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        var tooMany = node.Pods.Count + 1 > node.Allocatable.Pods;
        var requests = pod.Requests;
        if (!tooMany && requests.IsZero)
            return null;
        var lacking = Exceeds(requests, node.Allocatable, node.Requested, out var unresolvable);
        if (!tooMany && lacking is null)
            return null;
        return Describe(tooMany, lacking, unresolvable);
    }

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        long sum = 0;
        long weights = 0;
        foreach (var (name, weight) in resources)
        {
            long capacity;
            long requested;
            switch (name)
            {
                case "cpu":
                    capacity = node.Allocatable.MilliCpu;
                    requested = node.NonZeroMilliCpu + pod.NonZeroMilliCpu;
                    break;
                case "memory":
                    capacity = node.Allocatable.Memory;
                    requested = node.NonZeroMemory + pod.NonZeroMemory;
                    break;
                default:
                    var own = pod.Requests[name];
                    if (own == 0 && name != "ephemeral-storage")
                        continue;
                    capacity = node.Allocatable[name];
                    requested = node.Requested[name] + own;
                    break;
            }

            if (capacity == 0)
                continue;
            var score = ScoreOf(requested, capacity);
            if (options.Strategy == ScoringStrategyType.RequestedToCapacityRatio && score == 0)
                continue;
            sum += score * weight;
            weights += weight;
        }

        if (weights == 0)
            return 0;
        return options.Strategy == ScoringStrategyType.RequestedToCapacityRatio
            ? (long)Math.Round((double)sum / weights, MidpointRounding.AwayFromZero)
            : sum / weights;
    }

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // Scores are in 0..100 already.
    }

    private static bool IsLess(ResourceVector now, ResourceVector before)
    {
        if (now.MilliCpu < before.MilliCpu || now.Memory < before.Memory || now.EphemeralStorage < before.EphemeralStorage)
            return true;
        if (before.Others is null)
            return false;
        foreach (var (name, value) in before.Others)
        {
            if (now[name] < value)
                return true;
        }

        return false;
    }

    private static string? Insufficient(long wanted, long offered, long used, string name, ref bool unresolvable)
    {
        if (wanted <= 0 || wanted <= offered - used)
            return null;
        unresolvable |= wanted > offered;
        return name;
    }

    private static void Append(ref List<string>? list, string? name)
    {
        if (name is not null)
            (list ??= []).Add(name);
    }

    private List<string>? Exceeds(ResourceVector wanted, ResourceVector offered, ResourceVector? used, out bool unresolvable)
    {
        List<string>? lacking = null;
        unresolvable = false;
        Append(ref lacking, Insufficient(wanted.MilliCpu, offered.MilliCpu, used?.MilliCpu ?? 0, "cpu", ref unresolvable));
        Append(ref lacking, Insufficient(wanted.Memory, offered.Memory, used?.Memory ?? 0, "memory", ref unresolvable));
        Append(ref lacking, Insufficient(
            wanted.EphemeralStorage, offered.EphemeralStorage, used?.EphemeralStorage ?? 0, "ephemeral-storage", ref unresolvable));
        if (wanted.Others is null)
            return lacking;
        foreach (var (name, value) in wanted.Others)
        {
            if (!IsIgnored(name))
                Append(ref lacking, Insufficient(value, offered[name], used?[name] ?? 0, name, ref unresolvable));
        }

        return lacking;
    }

    private bool IsIgnored(string name)
    {
        if (options.IgnoredResources.Count == 0 && options.IgnoredResourceGroups.Count == 0)
            return false;
        if (options.IgnoredResources.Contains(name))
            return true;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && options.IgnoredResourceGroups.Contains(name[..slash]);
    }

    private Status Describe(bool tooMany, List<string>? lacking, bool unresolvable)
    {
        var code = unresolvable ? StatusCode.UnschedulableAndUnresolvable : StatusCode.Unschedulable;
        if (tooMany || lacking!.Count > 1)
        {
            var reasons = new List<string>();
            if (tooMany)
                reasons.Add("Too many pods");
            foreach (var name in lacking ?? [])
                reasons.Add("Insufficient " + name);
            return new Status(code, Name, [.. reasons]);
        }

        // One lacking resource is the usual case and repeats for thousands of nodes.
        var key = (unresolvable ? "!" : "") + lacking[0];
        if (!single.TryGetValue(key, out var status))
            single.Add(key, status = new Status(code, Name, "Insufficient " + lacking[0]));
        return status;
    }

    private long ScoreOf(long requested, long capacity) => options.Strategy switch
    {
        ScoringStrategyType.MostAllocated => Math.Min(requested, capacity) * 100 / capacity,
        ScoringStrategyType.RequestedToCapacityRatio => Interpolate(requested > capacity ? 100 : requested * 100 / capacity),
        _ => requested > capacity ? 0 : (capacity - requested) * 100 / capacity,
    };

    private long Interpolate(long utilization)
    {
        var shape = options.Shape;
        for (var i = 0; i < shape.Count; i++)
        {
            if (utilization > shape[i].Utilization)
                continue;
            if (i == 0)
                return shape[0].Score * 10L;
            var (x0, y0) = (shape[i - 1].Utilization, shape[i - 1].Score * 10L);
            var (x1, y1) = (shape[i].Utilization, shape[i].Score * 10L);
            return y0 + ((y1 - y0) * (utilization - x0) / (x1 - x0));
        }

        return shape[^1].Score * 10L;
    }
}
