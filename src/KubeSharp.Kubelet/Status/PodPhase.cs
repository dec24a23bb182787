using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Status;

/// <summary>
/// The phase of a pod.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase
/// </summary>
internal static class PodPhase
{
    public static string Of(
        PodSnapshot s, PodPlan plan, List<ContainerStatus> init, List<ContainerStatus> main, string? previous)
    {
        // A final phase never changes.
        if (previous is "Failed" or "Succeeded")
        {
            return previous;
        }

        if (s.Termination?.Outcome is not null)
        {
            return "Failed";
        }

        var phase = FromContainers(s.Pod, init, main);
        if (phase is not ("Failed" or "Succeeded"))
        {
            // All containers are gone and none will come back, whatever the restart policy says: the pod was told to end.
            return plan.Done && s.Termination is not null ? Ended(main) : phase;
        }

        // Until nothing runs any more (sidecars, for example), the pod counts as running.
        return plan.Done || !s.Observed.AnyRunning ? phase : "Running";
    }

    private static string Ended(List<ContainerStatus> main)
    {
        foreach (var status in main)
        {
            if (status.State.Terminated is not { ExitCode: 0 })
            {
                return "Failed";
            }
        }

        return "Succeeded";
    }

    private static string FromContainers(Pod pod, List<ContainerStatus> init, List<ContainerStatus> main)
    {
        var initPending = false;
        var initFailed = false;
        var specs = PodContainer.Of(pod);
        foreach (var status in init)
        {
            var container = specs.Find(c => c.Name == status.Name)!;
            if (container.IsSidecar)
            {
                initPending |= status.Started != true && status.State.Running is null && status.LastState.Terminated is null &&
                    status.State.Terminated is null;
                continue;
            }

            if (status.State.Terminated is { } ended)
            {
                initFailed |= ended.ExitCode != 0 && !RestartRules.Restarts(pod, container, ended.ExitCode);
                initPending |= ended.ExitCode != 0;
            }
            else
            {
                initPending = true;
            }
        }

        int waiting = 0, running = 0, succeeded = 0, failed = 0, stopped = 0;
        foreach (var status in main)
        {
            if (status.State.Running is not null)
            {
                running++;
            }
            else if (status.State.Terminated is { } ended)
            {
                var container = specs.Find(c => c.Name == status.Name)!;
                stopped += RestartRules.Restarts(pod, container, ended.ExitCode) ? 1 : 0;
                succeeded += ended.ExitCode == 0 ? 1 : 0;
                failed += ended.ExitCode != 0 ? 1 : 0;
            }
            else if (status.LastState.Terminated is not null)
            {
                stopped++;
            }
            else
            {
                waiting++;
            }
        }

        if (initFailed)
        {
            return "Failed";
        }

        if (waiting > 0 || (initPending && running == 0 && succeeded + failed + stopped == 0))
        {
            return "Pending";
        }

        if (running > 0 || stopped > 0)
        {
            return "Running";
        }

        return succeeded + failed == 0 ? "Pending" : failed > 0 ? "Failed" : "Succeeded";
    }
}
