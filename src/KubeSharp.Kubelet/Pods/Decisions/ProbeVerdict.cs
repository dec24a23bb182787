namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>What the probes of one running container say.</summary>
/// <param name="Started">The startup probe has succeeded, or there is none.</param>
/// <param name="Ready">The readiness probe succeeds, or there is none.</param>
/// <param name="Failed">Liveness or startup failed for good: the container must be killed; null while all is well.</param>
internal sealed record ProbeVerdict(bool Started, bool Ready, FailedProbe? Failed = null);
