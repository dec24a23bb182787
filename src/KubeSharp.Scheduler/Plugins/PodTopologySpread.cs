using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Spreads matching pods evenly over the domains of a topology.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
/// </summary>
/// <param name="defaults">Constraints for pods without their own; null for the built-in ones (by host, then by zone, both soft).</param>
internal sealed class PodTopologySpread(IReadOnlyList<SpreadConstraint>? defaults = null)
    : IPreFilterPlugin, IPreFilterUpdates, IFilterPlugin, IPreScorePlugin, IScorePlugin, IQueueingHints
{
    private const string HostName = "kubernetes.io/hostname";

    private readonly Status skewed = new(
        StatusCode.Unschedulable, "PodTopologySpread", "node(s) didn't match pod topology spread constraints");

    private readonly Status unlabelled = new(
        StatusCode.UnschedulableAndUnresolvable,
        "PodTopologySpread",
        "node(s) didn't match pod topology spread constraints (missing required label)");

    private readonly Status skip = new(StatusCode.Skip, "PodTopologySpread");

    private readonly object scoreKey = new();

    /// <inheritdoc/>
    public string Name => "PodTopologySpread";

    /// <inheritdoc/>
    public ClusterEventKinds Events =>
        ClusterEventKinds.PodPlaced | ClusterEventKinds.PodChanged | ClusterEventKinds.PodRemoved | ClusterEventKinds.SelfChanged |
        ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeRemoved | ClusterEventKinds.NodeLabels | ClusterEventKinds.NodeTaints;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change)
    {
        if (change.Is(ClusterEventKinds.SelfChanged) || change.Node is not null)
            return true;
        return Concerns(pod, change.OldPod) || Concerns(pod, change.NewPod);
    }

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        var constraints = Constraints(pod, cluster, required: true, out _);
        if (constraints.Length == 0)
            return skip;
        state.Set(this, SpreadCounts.Build(constraints, pod, cluster));
        return null;
    }

    /// <inheritdoc/>
    public void AddPod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node) => state.Get<SpreadCounts>(this)?.Change(pod, other, node, 1);

    /// <inheritdoc/>
    public void RemovePod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node) =>
        state.Get<SpreadCounts>(this)?.Change(pod, other, node, -1);

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<SpreadCounts>(this) is not { } counts)
            return null;
        return counts.Check(pod, node) switch
        {
            SpreadVerdict.Fits => null,
            SpreadVerdict.Unlabelled => unlabelled,
            _ => skewed,
        };
    }

    /// <inheritdoc/>
    public Status? PreScore(CycleState state, PodInfo pod, ClusterState cluster, ReadOnlySpan<NodeInfo> nodes)
    {
        var constraints = Constraints(pod, cluster, required: false, out var builtIn);
        if (constraints.Length == 0)
            return skip;
        state.Set(scoreKey, SpreadScores.Build(constraints, !builtIn, pod, cluster, nodes));
        return null;
    }

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node) => state.Get<SpreadScores>(scoreKey)?.Of(node) ?? 0;

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        if (state.Get<SpreadScores>(scoreKey) is not { } data)
            return;
        var min = long.MaxValue;
        long max = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (data.IsIgnored(nodes[i]))
                continue;
            min = Math.Min(min, scores[i]);
            max = Math.Max(max, scores[i]);
        }

        for (var i = 0; i < scores.Length; i++)
        {
            if (data.IsIgnored(nodes[i]))
                scores[i] = 0;
            else
                scores[i] = max == 0 ? 100 : 100 * (max + min - scores[i]) / max;
        }
    }

    private static bool Concerns(PodInfo pod, PodInfo? other)
    {
        if (other is null || other.Namespace != pod.Namespace)
            return false;
        foreach (var constraint in pod.SpreadConstraints)
        {
            if (constraint.Selector.Matches(other.Labels))
                return true;
        }

        return pod.SpreadConstraints.Length == 0;
    }

    private SpreadConstraint[] Constraints(PodInfo pod, ClusterState cluster, bool required, out bool builtIn)
    {
        builtIn = false;
        var own = pod.SpreadConstraints;
        if (own.Length > 0)
        {
            var matching = 0;
            foreach (var constraint in own)
                matching += constraint.Required == required ? 1 : 0;
            return matching == own.Length ? own : matching == 0 ? [] : Array.FindAll(own, c => c.Required == required);
        }

        builtIn = defaults is null;
        if ((builtIn && required) || defaults is { Count: 0 } || cluster.Workloads.SelectorFor(pod) is not { } selector)
            return [];
        if (defaults is null)
        {
            return
            [
                new SpreadConstraint(HostName, 3, 1, false, selector, true, false),
                new SpreadConstraint("topology.kubernetes.io/zone", 5, 1, false, selector, true, false),
            ];
        }

        var result = new List<SpreadConstraint>();
        foreach (var constraint in defaults)
        {
            if (constraint.Required == required)
                result.Add(constraint with { Selector = selector });
        }

        return [.. result];
    }
}
