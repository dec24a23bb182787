using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Pod affinity and anti-affinity, of the pod itself and of those already placed.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
/// </summary>
/// <param name="hardWeight">What a placed pod's required affinity counts for when scoring.</param>
/// <param name="ignoreExistingPreferences">Preferred terms of placed pods do not count for pods that have none.</param>
internal sealed class InterPodAffinity(int hardWeight = 1, bool ignoreExistingPreferences = false)
    : IPreFilterPlugin, IPreFilterUpdates, IFilterPlugin, IPreScorePlugin, IScorePlugin, IQueueingHints
{
    private readonly Status affinityUnmet = new(
        StatusCode.UnschedulableAndUnresolvable, "InterPodAffinity", "node(s) didn't match pod affinity rules");

    private readonly Status antiAffinityUnmet = new(
        StatusCode.Unschedulable, "InterPodAffinity", "node(s) didn't match pod anti-affinity rules");

    private readonly Status repelled = new(
        StatusCode.Unschedulable, "InterPodAffinity", "node(s) didn't satisfy existing pods anti-affinity rules");

    private readonly Status skip = new(StatusCode.Skip, "InterPodAffinity");

    private readonly object scoreKey = new();

    /// <inheritdoc/>
    public string Name => "InterPodAffinity";

    /// <inheritdoc/>
    public ClusterEventKinds Events =>
        ClusterEventKinds.PodPlaced | ClusterEventKinds.PodChanged | ClusterEventKinds.PodRemoved | ClusterEventKinds.SelfChanged |
        ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeLabels | ClusterEventKinds.NamespaceLabels;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change)
    {
        if (change.OldPod is null && change.NewPod is null)
            return true;
        if (change.Is(ClusterEventKinds.PodPlaced))
            return change.NewPod is { } placed && MatchesAny(pod.RequiredAffinity, placed);
        if (change.Is(ClusterEventKinds.PodRemoved))
            return change.OldPod is { } gone && (MatchesAny(pod.RequiredAntiAffinity, gone) || MatchesAny(gone.RequiredAntiAffinity, pod));
        return true;
    }

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        var data = AffinityCounts.Build(pod, cluster);
        if (data is null)
            return skip;
        state.Set(this, data);
        return null;
    }

    /// <inheritdoc/>
    public void AddPod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node) =>
        state.Get<AffinityCounts>(this)?.Change(pod, other, node, 1);

    /// <inheritdoc/>
    public void RemovePod(CycleState state, PodInfo pod, PodInfo other, NodeInfo node) =>
        state.Get<AffinityCounts>(this)?.Change(pod, other, node, -1);

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<AffinityCounts>(this) is not { } counts)
            return null;
        if (!counts.AllowsAffinity(node))
            return affinityUnmet;
        if (!counts.AllowsAntiAffinity(node))
            return antiAffinityUnmet;
        return counts.AllowedByOthers(node) ? null : repelled;
    }

    /// <inheritdoc/>
    public Status? PreScore(CycleState state, PodInfo pod, ClusterState cluster, ReadOnlySpan<NodeInfo> nodes)
    {
        var hasOwn = pod.PreferredAffinity.Length + pod.PreferredAntiAffinity.Length > 0;
        if (!hasOwn && (ignoreExistingPreferences || cluster.Terms.IsEmpty))
            return skip;
        var scores = new AffinityScores();
        foreach (var term in pod.PreferredAffinity)
            scores.AddOwn(term, term.Weight, cluster);
        foreach (var term in pod.PreferredAntiAffinity)
            scores.AddOwn(term, -term.Weight, cluster);
        if (!ignoreExistingPreferences || hasOwn)
        {
            AddExisting(scores, PodTermKind.PreferredAffinity, pod, cluster, 0, 1);
            AddExisting(scores, PodTermKind.PreferredAntiAffinity, pod, cluster, 0, -1);
            if (hardWeight > 0)
                AddExisting(scores, PodTermKind.RequiredAffinity, pod, cluster, hardWeight, 1);
        }

        if (scores.IsEmpty)
            return skip;
        state.Set(scoreKey, scores);
        return null;
    }

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node) => state.Get<AffinityScores>(scoreKey)?.Of(node) ?? 0;

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        var min = long.MaxValue;
        var max = long.MinValue;
        foreach (var score in scores)
        {
            min = Math.Min(min, score);
            max = Math.Max(max, score);
        }

        var range = max - min;
        foreach (ref var score in scores)
            score = range > 0 ? (long)(100 * ((double)(score - min) / range)) : 0;
    }

    private static bool MatchesAny(PodTerm[] terms, PodInfo pod)
    {
        foreach (var term in terms)
        {
            // Namespaces with a selector may match or not: trying once too often does no harm.
            if (term.Selector.Matches(pod.Labels))
                return true;
        }

        return false;
    }

    private static void AddExisting(AffinityScores scores, PodTermKind kind, PodInfo pod, ClusterState cluster, int fixedWeight, int sign)
    {
        foreach (var group in cluster.Terms.Of(kind))
        {
            if (group.Term.Matches(pod, cluster.Namespaces))
                scores.AddExisting(group, sign * (fixedWeight > 0 ? fixedWeight : group.Term.Weight), cluster);
        }
    }
}
