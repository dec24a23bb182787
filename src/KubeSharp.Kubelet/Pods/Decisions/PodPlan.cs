using KubeSharp.Kubelet.Status;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>The answer of a decision.</summary>
/// <param name="Actions">What to do now, in order.</param>
/// <param name="Waiting">Why containers that are not running wait, by name; it overrides what the runtime says of them.</param>
/// <param name="Done">The containers have ended and none will be started again: the pod's phase is final.</param>
/// <param name="WakeAt">When to decide again although nothing happens; null for never.</param>
internal sealed record PodPlan(
    IReadOnlyList<PodAction> Actions, IReadOnlyDictionary<string, WaitingReason> Waiting, bool Done, DateTimeOffset? WakeAt);
