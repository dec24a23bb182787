using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// nodeSelector and node affinity.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
/// </summary>
/// <param name="added">Affinity that the profile adds to every pod, or null.</param>
internal sealed class NodeAffinity(NodeMatcher? added = null) : IPreFilterPlugin, IFilterPlugin, IPreScorePlugin, IScorePlugin, IQueueingHints
{
    private readonly Status mismatch = new(
        StatusCode.UnschedulableAndUnresolvable, "NodeAffinity", "node(s) didn't match Pod's node affinity/selector");

    private readonly Status addedMismatch = new(
        StatusCode.UnschedulableAndUnresolvable, "NodeAffinity", "node(s) didn't match scheduler-enforced node affinity");

    private readonly Status conflict = new(StatusCode.UnschedulableAndUnresolvable, "NodeAffinity", "pod affinity terms conflict");
    private readonly Status skip = new(StatusCode.Skip, "NodeAffinity");

    /// <inheritdoc/>
    public string Name => "NodeAffinity";

    /// <inheritdoc/>
    public ClusterEventKinds Events => ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeLabels | ClusterEventKinds.SelfChanged;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change) => change.Node is null || pod.AllowsNode(change.Node);

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        if (pod.RequiredNodes is null && pod.NodeSelector is null)
            return added is null ? skip : null;
        onlyNodes = pod.RequiredNodes?.PinnedNames();
        return onlyNodes is { Count: 0 } ? conflict : null;
    }

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (added is not null && !added.Matches(node.Name, node.Labels))
            return addedMismatch;
        return pod.AllowsNode(node) ? null : mismatch;
    }

    /// <inheritdoc/>
    public Status? PreScore(CycleState state, PodInfo pod, ClusterState cluster, ReadOnlySpan<NodeInfo> nodes) =>
        pod.PreferredNodes.Length == 0 ? skip : null;

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        long sum = 0;
        foreach (var (matcher, weight) in pod.PreferredNodes)
        {
            if (matcher.Matches(node.Name, node.Labels))
                sum += weight;
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) =>
        ScoreNormalizer.ToHundred(scores, reverse: false);
}
