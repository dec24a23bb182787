using KubeSharp.Kubelet.Pods.Observed;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>
/// What to do for a pod that ends: because it must, or because its containers have. Main containers go first and together; then
/// the sidecars one after the other, the last one first; when the grace is over, all that is left at once.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
/// </summary>
internal static class EndDecision
{
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    /// <param name="s">The pod.</param>
    /// <param name="deadline">When the grace ends.</param>
    /// <param name="wanted">The pod must end, rather than having ended by itself.</param>
    public static PodPlan Decide(PodSnapshot s, DateTimeOffset deadline, bool wanted)
    {
        var plan = new PlanBuilder(s);
        var sidecars = Sidecars(s);
        var blocked = false;
        foreach (var container in s.Observed.Containers)
        {
            if (IsAlive(container) && !sidecars.Contains(container.Name))
            {
                blocked = true;
                plan.Kill(container, deadline, "Stopping container " + container.Name);
            }
        }

        var overdue = s.Now >= deadline;
        for (var i = sidecars.Count - 1; i >= 0; i--)
        {
            foreach (var container in s.Observed.Containers)
            {
                if (container.Name != sidecars[i] || !IsAlive(container))
                {
                    continue;
                }

                if (blocked && !overdue)
                {
                    plan.WakeAt(deadline);
                }
                else
                {
                    plan.Kill(container, overdue ? s.Now + LeastGrace : deadline, "Stopping container " + container.Name);
                }

                blocked = true;
            }
        }

        if (!blocked && !s.StoppingSandbox && !s.Starting)
        {
            Sweep(s, plan, wanted);
        }

        var ended = !blocked && !s.Starting;
        return plan.Build(done: ended);
    }

    private static void Sweep(PodSnapshot s, PlanBuilder plan, bool wanted)
    {
        var stopping = false;
        foreach (var sandbox in s.Observed.Sandboxes)
        {
            if (sandbox.Ready)
            {
                stopping = true;
                plan.Add(new PodAction.StopSandbox(sandbox.Id));
            }
        }

        if (!stopping)
        {
            plan.Add(new PodAction.Finish());
        }

        _ = wanted;
    }

    private static bool IsAlive(ObservedContainer container) => container.State is ObservedState.Running or ObservedState.Unknown;

    private static List<string> Sidecars(PodSnapshot s)
    {
        var names = new List<string>();
        foreach (var container in PodContainer.Of(s.Pod))
        {
            if (container.IsSidecar)
            {
                names.Add(container.Name);
            }
        }

        return names;
    }
}
