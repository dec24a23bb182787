using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Pods that nobody else will remove.</summary>
/// <param name="Finished">Finished pods beyond the limit, oldest first.</param>
/// <param name="Orphaned">Pods bound to nodes that are not there.</param>
/// <param name="Unscheduled">Deleted pods that never got a node, so that no kubelet will end them.</param>
/// <param name="OutOfService">Deleted pods on nodes that their administrator declared dead.</param>
internal sealed record PodGCPlan(List<Pod> Finished, List<Pod> Orphaned, List<Pod> Unscheduled, List<Pod> OutOfService);

/// <summary>Finds them. See https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection.</summary>
internal static class PodGCDecision
{
    private const string OutOfServiceTaint = "node.kubernetes.io/out-of-service";

    public static PodGCPlan Decide(IReadOnlyList<Pod> pods, IReadOnlyDictionary<string, Node> nodes, int threshold)
    {
        var plan = new PodGCPlan([], [], [], []);
        var finished = new List<Pod>();
        foreach (Pod pod in pods)
        {
            string node = pod.Spec.NodeName ?? "";
            bool deleted = pod.Metadata.DeletionTimestamp is not null;
            if (PodFacts.IsFinished(pod)) finished.Add(pod);
            if (node.Length == 0)
            {
                if (deleted) plan.Unscheduled.Add(pod);
            }
            else if (!nodes.TryGetValue(node, out Node? found))
            {
                plan.Orphaned.Add(pod);
            }
            else if (deleted && NodeHealth.Condition(found, "Ready")?.Status != Truth.True && found.Spec.Taints?.Exists(static t => t.Key == OutOfServiceTaint) == true)
            {
                plan.OutOfService.Add(pod);
            }
        }

        if (threshold <= 0 || finished.Count <= threshold) return plan;
        finished.Sort(static (a, b) =>
        {
            int age = Nullable.Compare(a.Metadata.CreationTimestamp, b.Metadata.CreationTimestamp);
            return age != 0 ? age : string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name);
        });
        plan.Finished.AddRange(finished[..(finished.Count - threshold)]);
        return plan;
    }
}
