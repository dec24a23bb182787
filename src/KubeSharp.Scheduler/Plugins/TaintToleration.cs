using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Nodes repel pods that do not tolerate their taints; PreferNoSchedule taints only make a node less liked.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
/// </summary>
internal sealed class TaintToleration : IFilterPlugin, IScorePlugin, IQueueingHints
{
    private readonly Dictionary<(string Key, string Value), Status> statuses = [];

    /// <inheritdoc/>
    public string Name => "TaintToleration";

    /// <inheritdoc/>
    public ClusterEventKinds Events => ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeTaints | ClusterEventKinds.SelfChanged;

    /// <summary>The first taint that keeps the pod off the node, or null.</summary>
    public static Taint? FindUntolerated(PodInfo pod, NodeInfo node)
    {
        foreach (var taint in node.Taints)
        {
            if (taint.Effect is "NoSchedule" or "NoExecute" && !TolerationSet.Tolerates(pod.Pod.Spec.Tolerations, taint))
                return taint;
        }

        return null;
    }

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change) => change.Node is null || FindUntolerated(pod, change.Node) is null;

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (node.Taints.Count == 0 || FindUntolerated(pod, node) is not { } taint)
            return null;
        var key = (taint.Key, taint.Value ?? "");
        if (!statuses.TryGetValue(key, out var status))
        {
            if (statuses.Count > 1000)
                statuses.Clear();
            status = new Status(
                StatusCode.UnschedulableAndUnresolvable, Name, $"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}");
            statuses.Add(key, status);
        }

        return status;
    }

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        long count = 0;
        foreach (var taint in node.Taints)
        {
            if (taint.Effect == "PreferNoSchedule" && !TolerationSet.Tolerates(pod.Pod.Spec.Tolerations, taint))
                count++;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores) =>
        ScoreNormalizer.ToHundred(scores, reverse: true);
}
