namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>The probe that condemned a container.</summary>
/// <param name="Kind"><c>liveness</c> or <c>startup</c>.</param>
/// <param name="GraceSeconds">The grace period that the probe sets for the kill, or null for the pod's.</param>
internal sealed record FailedProbe(string Kind, long? GraceSeconds);
