using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Status;

/// <summary>
/// The conditions of a pod that its node decides.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions
/// </summary>
internal static class PodConditions
{
    private static readonly string[] Owned =
        ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    public static void Fill(PodSnapshot s, PodStatus status, PodStatus previous, long? generation)
    {
        var conditions = new List<PodCondition>();
        Add("PodReadyToStartContainers", HasSandbox(s) ? Verdict.Yes : Verdict.No());
        Add("Initialized", Initialized(s.Pod, status));
        var containersReady = ContainersReady(s.Pod, status);
        Add("Ready", Ready(s.Pod, containersReady));
        Add("ContainersReady", containersReady);
        Add("PodScheduled", Verdict.Yes);
        if (s.Termination?.Outcome is { Disruption: true } outcome)
        {
            Add("DisruptionTarget", new Verdict("True", "TerminationByKubelet", outcome.Message));
        }

        // Conditions of others (readiness gates, the scheduler, the disruption controller) stay as they are.
        foreach (var other in s.Pod.Status.Conditions ?? [])
        {
            if (Array.IndexOf(Owned, other.Type) < 0 && conditions.TrueForAll(c => c.Type != other.Type))
            {
                conditions.Add(other);
            }
        }

        status.Conditions = conditions;

        void Add(string type, Verdict verdict)
        {
            var old = previous.Conditions?.Find(c => c.Type == type);
            conditions.Add(new PodCondition
            {
                Type = type,
                Status = verdict.Status,
                Reason = verdict.Reason,
                Message = verdict.Message,
                ObservedGeneration = generation,
                LastProbeTime = old?.LastProbeTime,
                LastTransitionTime = old is { LastTransitionTime: not null } && old.Status == verdict.Status ? old.LastTransitionTime : s.Now,
            });
        }
    }

    private static bool HasSandbox(PodSnapshot s) =>
        s.Observed.Sandbox is { Ready: true } sandbox && (sandbox.HostNetwork || sandbox.Ips.Count > 0);

    private static Verdict Initialized(Pod pod, PodStatus status)
    {
        if (status.Phase == "Succeeded")
        {
            return new Verdict("True", "PodCompleted", null);
        }

        var incomplete = new List<string>();
        foreach (var container in PodContainer.Of(pod))
        {
            if (container.Kind != ContainerKind.Init)
            {
                continue;
            }

            var one = status.InitContainerStatuses?.Find(c => c.Name == container.Name);
            var done = container.IsSidecar ? one?.Started == true : one?.State.Terminated is { ExitCode: 0 };
            if (!done)
            {
                incomplete.Add(container.Name);
            }
        }

        // Once main containers have run, initialization is over, whatever a sidecar does.
        var past = status.ContainerStatuses?.Exists(c => c.State.Running is not null || c.State.Terminated is not null || c.LastState.Terminated is not null) == true;
        return incomplete.Count == 0 || past
            ? Verdict.Yes
            : Verdict.No("ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', incomplete)}]");
    }

    private static Verdict ContainersReady(Pod pod, PodStatus status)
    {
        switch (status.Phase)
        {
            case "Succeeded":
                return Verdict.No("PodCompleted");
            case "Failed":
                return Verdict.No("PodFailed");
            default:
                break;
        }

        var unready = new List<string>();
        foreach (var container in PodContainer.Of(pod))
        {
            var list = container.Kind == ContainerKind.Main ? status.ContainerStatuses : container.IsSidecar ? status.InitContainerStatuses : null;
            if (list?.Find(c => c.Name == container.Name) is { Ready: false })
            {
                unready.Add(container.Name);
            }
        }

        return unready.Count == 0
            ? Verdict.Yes
            : Verdict.No("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]");
    }

    private static Verdict Ready(Pod pod, Verdict containersReady)
    {
        if (containersReady.Status != "True")
        {
            return containersReady;
        }

        foreach (var gate in pod.Spec.ReadinessGates ?? [])
        {
            var condition = pod.Status.Conditions?.Find(c => c.Type == gate.ConditionType);
            if (condition is null)
            {
                return Verdict.No(
                    "ReadinessGatesNotReady", $"corresponding condition of pod readiness gate \"{gate.ConditionType}\" does not exist.");
            }

            if (condition.Status != "True")
            {
                return Verdict.No(
                    "ReadinessGatesNotReady", $"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but {condition.Status}");
            }
        }

        return Verdict.Yes;
    }

    private sealed record Verdict(string Status, string? Reason, string? Message)
    {
        public static readonly Verdict Yes = new("True", null, null);

        public static Verdict No(string? reason = null, string? message = null) => new("False", reason, message);
    }
}
