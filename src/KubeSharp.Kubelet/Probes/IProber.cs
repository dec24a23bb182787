using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <summary>Carries out one probe.</summary>
internal interface IProber
{
    /// <summary>Never throws but for cancellation; a probe that cannot be carried out says so in its outcome.</summary>
    ValueTask<ProbeOutcome> ProbeAsync(Probe probe, ProbeTarget target, CancellationToken cancellationToken);
}
