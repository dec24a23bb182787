namespace KubeSharp.Kubelet.Probes;

/// <summary>What one probe says of a container.</summary>
internal enum ProbeResult
{
    Success,

    /// <summary>As good as success, but worth an event.</summary>
    Warning,
    Failure,

    /// <summary>The probe itself could not be carried out; says nothing about the container.</summary>
    Unknown,
}
