namespace KubeSharp.Kubelet.Probes;

/// <summary>What a probe is for.</summary>
internal enum ProbeKind
{
    Startup,
    Liveness,
    Readiness,
}
