using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>
/// Whether an ended container is started again: by the first of its own rules that matches, else its own policy, else the pod's.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts
/// </summary>
internal static class RestartRules
{
    public static bool Restarts(Pod pod, PodContainer container, int exitCode)
    {
        if (container.Kind == ContainerKind.Ephemeral)
        {
            return false;
        }

        foreach (var rule in container.Spec.RestartPolicyRules ?? [])
        {
            if (rule.Action == "Restart" && Matches(rule, exitCode))
            {
                return true;
            }
        }

        var policy = container.Spec.RestartPolicy ?? pod.Spec.RestartPolicy ?? "Always";
        return policy switch
        {
            "Never" => false,
            "OnFailure" => exitCode != 0,

            // An init container that is no sidecar has done its work once it succeeded.
            _ => container.Kind != ContainerKind.Init || container.IsSidecar || exitCode != 0,
        };
    }

    /// <summary>Whether the container, as it was last seen (or never), is to run (again).</summary>
    public static bool ShouldRun(Pod pod, PodContainer container, ObservedContainer? last) => last switch
    {
        null => true,
        { State: ObservedState.Running } => false,
        { State: ObservedState.Exited } exited => Restarts(pod, container, exited.ExitCode),
        _ => true,
    };

    private static bool Matches(ContainerRestartRule rule, int exitCode)
    {
        var listed = rule.ExitCodes?.Values?.Contains(exitCode) ?? false;
        return rule.ExitCodes?.Operator switch
        {
            "In" => listed,
            "NotIn" => !listed,
            _ => false,
        };
    }
}
