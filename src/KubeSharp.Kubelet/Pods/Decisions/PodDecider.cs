using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>
/// The life of a pod as a function: from the pod that is wanted and what the runtime shows, the next things to do. It holds no
/// state and reads no clock, so it can be asked at any instant, after a restart of the kubelet too, and gives the same answer.
/// </summary>
internal static class PodDecider
{
    /// <summary>Decides what to do next.</summary>
    public static PodPlan Decide(PodSnapshot snapshot) =>
        snapshot.Termination is null ? RunDecision.Decide(snapshot) : EndDecision.Decide(snapshot, snapshot.Termination.Deadline, wanted: true);

    /// <summary>The grace period of the pod's spec, in seconds; 30 where it says nothing, as the API defaults it.</summary>
    public static long GraceSeconds(Pod pod) => pod.Spec.TerminationGracePeriodSeconds ?? 30;
}
