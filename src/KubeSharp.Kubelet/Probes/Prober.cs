using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Probes.Handlers;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <summary>Carries out probes of all four kinds.</summary>
internal sealed class Prober(IContainerRuntime runtime) : IProber, IDisposable
{
    private readonly HttpProbe _http = new();

    /// <inheritdoc/>
    public ValueTask<ProbeOutcome> ProbeAsync(Probe probe, ProbeTarget target, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1));
        return probe switch
        {
            { Exec: { } exec } => ExecProbe.RunAsync(runtime, target.ContainerId, exec.Command ?? [], timeout, cancellationToken),
            { HttpGet: { } http } => _http.RunAsync(http, target.Container, target.PodIP, timeout, cancellationToken),
            { TcpSocket: { } tcp } => TcpProbe.RunAsync(tcp, target.Container, target.PodIP, timeout, cancellationToken),
            { Grpc: { } grpc } => GrpcProbe.RunAsync(grpc, target.PodIP, timeout, cancellationToken),
            _ => ValueTask.FromResult(new ProbeOutcome(ProbeResult.Unknown, "the probe has no handler")),
        };
    }

    public void Dispose() => _http.Dispose();
}
