using System.Net.Sockets;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes.Handlers;

/// <summary>Opens a connection; that it opens is success.</summary>
internal static class TcpProbe
{
    public static async ValueTask<ProbeOutcome> RunAsync(
        TCPSocketAction action, Container container, string podIP, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (ProbePorts.Resolve(action.Port, container) is not { } port)
            return new ProbeOutcome(ProbeResult.Unknown, $"couldn't find port: {action.Port}");
        var host = string.IsNullOrEmpty(action.Host) ? podIP : action.Host;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(host, port, limit.Token);
            return ProbeOutcome.Success();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure($"dial tcp {host}:{port}: i/o timeout");
        }
        catch (SocketException e)
        {
            var reason = e.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : e.Message;
            return ProbeOutcome.Failure($"dial tcp {host}:{port}: connect: {reason}");
        }
    }
}
