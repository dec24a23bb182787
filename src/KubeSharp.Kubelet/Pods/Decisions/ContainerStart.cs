using KubeSharp.Kubelet.Pods.Observed;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>Decisions about one container: start it now or later, or kill the one that runs.</summary>
internal static class ContainerStart
{
    /// <summary>Whether a main container that is not running should be.</summary>
    public static bool Wanted(PodSnapshot s, PodContainer container, ObservedContainer? current) =>
        RestartRules.ShouldRun(s.Pod, container, current);

    /// <summary>Starts the container unless it is being started, is in back-off, or has just failed to.</summary>
    public static void Attempt(PodSnapshot s, PlanBuilder plan, PodContainer container, ObservedSandbox sandbox)
    {
        if (s.StartingContainer == container.Name)
        {
            KeepReason(s, plan, container);
            return;
        }

        var last = s.Observed.Newest(container.Name);
        if (last is { State: ObservedState.Exited, FinishedAt: { } finished } &&
            Backoff.Until(s.CrashBackoff.GetValueOrDefault(container.Name), finished) is { } until && until > s.Now)
        {
            plan.Wait(container.Name, "CrashLoopBackOff", RunDecision.BackoffMessage(s, container.Name, s.CrashBackoff[container.Name].Delay));
            plan.WakeAt(until);
            return;
        }

        if (s.Failures.TryGetValue(container.Name, out var failure) && failure.RetryAt > s.Now)
        {
            plan.Wait(container.Name, failure.Reason, failure.Message);
            plan.WakeAt(failure.RetryAt);
            return;
        }

        KeepReason(s, plan, container);
        plan.Start(new PodAction.StartContainer(container, RestartCount(s, container, last)));
        _ = sandbox;
    }

    /// <summary>Kills a running container that its probes condemn or whose spec has changed.</summary>
    public static void Check(PodSnapshot s, PlanBuilder plan, PodContainer container, ObservedContainer running)
    {
        if (s.Killing.ContainsKey(running.Id))
        {
            return;
        }

        if (running.Hash.Length > 0 && running.Hash != ContainerHash.Of(container.Spec))
        {
            plan.Kill(running, Deadline(s, null), $"Container {container.Name} definition changed, will be restarted");
        }
        else if (s.Probes.TryGetValue(running.Id, out var verdict) && verdict.Failed is { } failed)
        {
            var rest = RestartRules.Restarts(s.Pod, container, 137) ? ", will be restarted" : "";
            plan.Kill(running, Deadline(s, failed.GraceSeconds), $"Container {container.Name} failed {failed.Kind} probe{rest}");
        }
    }

    private static DateTimeOffset Deadline(PodSnapshot s, long? graceSeconds) =>
        s.Now + TimeSpan.FromSeconds(graceSeconds ?? PodDecider.GraceSeconds(s.Pod));

    /// <summary>While a new attempt is made, the container goes on showing why it waits.</summary>
    private static void KeepReason(PodSnapshot s, PlanBuilder plan, PodContainer container)
    {
        if (s.Failures.TryGetValue(container.Name, out var failure))
        {
            plan.Wait(container.Name, failure.Reason, failure.Message);
        }
    }

    private static int RestartCount(PodSnapshot s, PodContainer container, ObservedContainer? last)
    {
        if (last is not null)
        {
            // One that was made but never ran does not count.
            return last.State == ObservedState.Created ? last.RestartCount : last.RestartCount + 1;
        }

        // The runtime has lost its memory: the API has not.
        var statuses = container.Kind switch
        {
            ContainerKind.Init => s.Pod.Status.InitContainerStatuses,
            ContainerKind.Main => s.Pod.Status.ContainerStatuses,
            _ => null,
        };
        foreach (var status in statuses ?? [])
        {
            if (status.Name == container.Name && !string.IsNullOrEmpty(status.ContainerID))
            {
                return status.RestartCount + 1;
            }
        }

        return 0;
    }
}
