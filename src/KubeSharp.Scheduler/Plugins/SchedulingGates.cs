using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Holds pods back that list scheduling gates.
/// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/
/// </summary>
internal sealed class SchedulingGates : IPreEnqueuePlugin
{
    /// <inheritdoc/>
    public string Name => "SchedulingGates";

    /// <inheritdoc/>
    public Status? PreEnqueue(PodInfo pod)
    {
        if (pod.Pod.Spec.SchedulingGates is not { Count: > 0 } gates)
            return null;
        var names = new string[gates.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = gates[i].Name;
        return new Status(
            StatusCode.UnschedulableAndUnresolvable, Name, $"waiting for scheduling gates: [{string.Join(' ', names)}]");
    }
}
