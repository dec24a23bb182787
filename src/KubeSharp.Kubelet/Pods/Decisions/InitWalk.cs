using KubeSharp.Kubelet.Pods.Observed;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>
/// Goes through the init containers in order: each runs to success before the next begins; a sidecar only has to be started.
/// Once a main container exists, init containers are history and sidecars are kept running.
/// https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
/// </summary>
internal static class InitWalk
{
    /// <summary>True when the main containers may run. <paramref name="failed"/>: one failed and may not be tried again.</summary>
    public static bool Walk(PodSnapshot s, PlanBuilder plan, List<PodContainer> containers, ObservedSandbox sandbox, out bool failed)
    {
        failed = false;
        var past = Initialized(s, containers, sandbox);
        foreach (var container in containers)
        {
            if (container.Kind != ContainerKind.Init || (past && !container.IsSidecar))
            {
                continue;
            }

            var current = s.Observed.Newest(container.Name, sandbox.Id);
            var goOn = container.IsSidecar
                ? Sidecar(s, plan, container, current, sandbox)
                : Once(s, plan, container, current, sandbox, ref failed);
            if (!goOn && !past)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A main container has been made in this sandbox, so initialization is over.</summary>
    public static bool Initialized(PodSnapshot s, List<PodContainer> containers, ObservedSandbox sandbox)
    {
        foreach (var container in containers)
        {
            if (container.Kind == ContainerKind.Main && s.Observed.Newest(container.Name, sandbox.Id) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Sidecar(PodSnapshot s, PlanBuilder plan, PodContainer container, ObservedContainer? current, ObservedSandbox sandbox)
    {
        if (current is not { State: ObservedState.Running })
        {
            ContainerStart.Attempt(s, plan, container, sandbox);
            return false;
        }

        ContainerStart.Check(s, plan, container, current);
        if (s.StartingContainer == container.Name)
        {
            return false;
        }

        return container.Spec.StartupProbe is null || (s.Probes.TryGetValue(current.Id, out var verdict) && verdict.Started);
    }

    private static bool Once(
        PodSnapshot s, PlanBuilder plan, PodContainer container, ObservedContainer? current, ObservedSandbox sandbox, ref bool failed)
    {
        switch (current)
        {
            case { State: ObservedState.Running }:
                return false;
            case { State: ObservedState.Exited, ExitCode: 0 }:
                return true;
            case { State: ObservedState.Exited } ended when !RestartRules.Restarts(s.Pod, container, ended.ExitCode):
                failed = true;
                return false;
            default:
                ContainerStart.Attempt(s, plan, container, sandbox);
                return false;
        }
    }
}
