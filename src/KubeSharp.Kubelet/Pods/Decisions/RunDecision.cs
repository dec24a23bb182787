using System.Globalization;
using KubeSharp.Kubelet.Pods.Observed;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>What to do for a pod that is to run.</summary>
internal static class RunDecision
{
    public static PodPlan Decide(PodSnapshot s)
    {
        var containers = PodContainer.Of(s.Pod);
        var sandbox = s.Observed.Sandbox;
        if (sandbox is null || !Usable(s, sandbox))
        {
            return ReplaceSandbox(s, containers, sandbox);
        }

        var plan = new PlanBuilder(s);
        Ephemeral(s, plan, containers, sandbox);
        var initialized = InitWalk.Walk(s, plan, containers, sandbox, out var initFailed);
        if (initFailed || (initialized && !Main(s, plan, containers, sandbox)))
        {
            return EndDecision.Decide(s, s.Now + TimeSpan.FromSeconds(PodDecider.GraceSeconds(s.Pod)), wanted: false);
        }

        Prune(s, plan, containers);
        return plan.Build(done: false);
    }

    private static bool Usable(PodSnapshot s, ObservedSandbox sandbox) =>
        sandbox.Ready && sandbox.HostNetwork == (s.Pod.Spec.HostNetwork ?? false) && (sandbox.HostNetwork || sandbox.Ips.Count > 0);

    private static PodPlan ReplaceSandbox(PodSnapshot s, List<PodContainer> containers, ObservedSandbox? old)
    {
        if (old is not null && s.Observed.Containers.Count > 0 && !AnyWantsToRun(s, containers))
        {
            return EndDecision.Decide(s, s.Now + TimeSpan.FromSeconds(PodDecider.GraceSeconds(s.Pod)), wanted: false);
        }

        var plan = new PlanBuilder(s);
        var clean = true;
        foreach (var container in s.Observed.Containers)
        {
            if (container.State is ObservedState.Running)
            {
                clean = false;
                plan.Kill(container, s.Now + TimeSpan.FromSeconds(PodDecider.GraceSeconds(s.Pod)), "Pod sandbox changed, it will be killed and re-created.");
            }
        }

        if (clean && old is { Ready: true })
        {
            clean = false;
            if (!s.StoppingSandbox)
            {
                plan.Add(new PodAction.StopSandbox(old.Id));
            }
        }

        if (clean && !s.StoppingSandbox)
        {
            if (s.Failures.TryGetValue("", out var failure) && failure.RetryAt > s.Now)
            {
                plan.WakeAt(failure.RetryAt);
            }
            else
            {
                plan.Start(new PodAction.CreateSandbox(old is null ? 0 : old.Attempt + 1));
            }
        }

        return plan.Build(done: false);
    }

    /// <summary>After the loss of a sandbox: is there anything that would run in a new one?</summary>
    private static bool AnyWantsToRun(PodSnapshot s, List<PodContainer> containers)
    {
        foreach (var container in containers)
        {
            if (container.Kind != ContainerKind.Main)
            {
                continue;
            }

            // A container that never ran runs, unless the pod may not begin again at all.
            var last = s.Observed.Newest(container.Name);
            if (last is null ? !NeverRestarts(s, container) : RestartRules.ShouldRun(s.Pod, container, LostAsFailed(last)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NeverRestarts(PodSnapshot s, PodContainer container) =>
        (container.Spec.RestartPolicy ?? s.Pod.Spec.RestartPolicy) == "Never";

    /// <summary>A container whose sandbox is gone does not run, whatever was last seen of it.</summary>
    private static ObservedContainer LostAsFailed(ObservedContainer last) =>
        last.State == ObservedState.Exited ? last : last with { State = ObservedState.Exited, ExitCode = 137 };

    private static void Ephemeral(PodSnapshot s, PlanBuilder plan, List<PodContainer> containers, ObservedSandbox sandbox)
    {
        foreach (var container in containers)
        {
            if (container.Kind == ContainerKind.Ephemeral && s.Observed.Newest(container.Name) is null)
            {
                ContainerStart.Attempt(s, plan, container, sandbox);
            }
        }
    }

    /// <summary>False when every main container has ended for good.</summary>
    private static bool Main(PodSnapshot s, PlanBuilder plan, List<PodContainer> containers, ObservedSandbox sandbox)
    {
        var alive = false;
        foreach (var container in containers)
        {
            if (container.Kind != ContainerKind.Main)
            {
                continue;
            }

            var current = s.Observed.Newest(container.Name, sandbox.Id);
            if (current is { State: ObservedState.Running })
            {
                alive = true;
                ContainerStart.Check(s, plan, container, current);
            }
            else if (ContainerStart.Wanted(s, container, current))
            {
                alive = true;
                ContainerStart.Attempt(s, plan, container, sandbox);
            }
            else if (s.StartingContainer == container.Name)
            {
                alive = true;
            }
        }

        return alive;
    }

    private static void Prune(PodSnapshot s, PlanBuilder plan, List<PodContainer> containers)
    {
        var kept = new Dictionary<string, int>(StringComparer.Ordinal);
        var sandboxesInUse = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in s.Observed.Containers)
        {
            var seen = kept[container.Name] = kept.GetValueOrDefault(container.Name) + 1;

            // The newest is the current one; the one before it is the last state and the source of "logs --previous".
            if (seen > 2 && container.State is ObservedState.Exited or ObservedState.Created && seen > 2 && !s.Starting)
            {
                plan.Add(new PodAction.RemoveContainer(container.Id));
            }
            else
            {
                sandboxesInUse.Add(container.SandboxId);
            }
        }

        for (var i = 1; i < s.Observed.Sandboxes.Count; i++)
        {
            var sandbox = s.Observed.Sandboxes[i];
            if (!sandboxesInUse.Contains(sandbox.Id))
            {
                plan.Add(sandbox.Ready ? new PodAction.StopSandbox(sandbox.Id) : new PodAction.RemoveSandbox(sandbox.Id));
            }
        }

        _ = containers;
    }

    /// <summary>The waiting message of a container in restart back-off, worded as Kubernetes does.</summary>
    public static string BackoffMessage(PodSnapshot s, string container, TimeSpan delay)
    {
        var meta = s.Pod.Metadata;
        return $"back-off {GoDuration(delay)} restarting failed container={container} pod={meta.Name}_{meta.Namespace}({meta.Uid})";
    }

    private static string GoDuration(TimeSpan delay)
    {
        var minutes = (int)delay.TotalMinutes;
        return minutes == 0
            ? delay.Seconds.ToString(CultureInfo.InvariantCulture) + "s"
            : string.Create(CultureInfo.InvariantCulture, $"{minutes}m{delay.Seconds}s");
    }
}
