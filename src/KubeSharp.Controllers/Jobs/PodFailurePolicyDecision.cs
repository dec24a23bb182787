using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// What a failed pod means under a Job's failure policy; the first rule that matches decides.
/// Rules: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy.
/// </summary>
internal static class PodFailurePolicyDecision
{
    /// <summary>The action (<c>FailJob</c>, <c>FailIndex</c>, <c>Ignore</c>, <c>Count</c>), null when no rule matches, and the words for FailJob.</summary>
    public static (string? Action, string? Message) Decide(PodFailurePolicy? policy, Pod pod)
    {
        if (policy is null) return (null, null);
        for (int i = 0; i < policy.Rules.Count; i++)
        {
            PodFailurePolicyRule rule = policy.Rules[i];
            if (rule.OnExitCodes is { } codes && MatchingContainer(codes, pod) is { } ended)
                return (rule.Action, $"Container {ended.Name} for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} failed with exit code {ended.Code} matching {rule.Action} rule at index {i}");
            foreach (PodFailurePolicyOnPodConditionsPattern pattern in rule.OnPodConditions ?? [])
            {
                string status = string.IsNullOrEmpty(pattern.Status) ? Truth.True : pattern.Status;
                if (PodFacts.Condition(pod, pattern.Type)?.Status == status)
                    return (rule.Action, $"Pod {pod.Metadata.Namespace}/{pod.Metadata.Name} has condition {pattern.Type} matching {rule.Action} rule at index {i}");
            }
        }

        return (null, null);
    }

    private static (string Name, int Code)? MatchingContainer(PodFailurePolicyOnExitCodesRequirement codes, Pod pod)
    {
        foreach (ContainerStatus status in (List<ContainerStatus>)[.. pod.Status.ContainerStatuses ?? [], .. pod.Status.InitContainerStatuses ?? []])
        {
            if (!string.IsNullOrEmpty(codes.ContainerName) && codes.ContainerName != status.Name) continue;
            if (status.State?.Terminated is not { ExitCode: not 0 } ended) continue;
            bool listed = codes.Values.Contains(ended.ExitCode);
            if (codes.Operator == "In" ? listed : !listed) return (status.Name, ended.ExitCode);
        }

        return null;
    }
}
