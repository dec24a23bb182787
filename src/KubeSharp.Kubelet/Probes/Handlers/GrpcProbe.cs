using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.Kubelet.Probes.GrpcHealth;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes.Handlers;

/// <summary>Asks the gRPC health service (https://github.com/grpc/grpc/blob/master/doc/health-checking.md); SERVING is success.</summary>
internal static class GrpcProbe
{
    public static async ValueTask<ProbeOutcome> RunAsync(GRPCAction action, string podIP, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var host = podIP.Contains(':') ? $"[{podIP}]" : podIP;
        var service = action.Service ?? "";
        using var channel = GrpcChannel.ForAddress($"http://{host}:{action.Port}", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { UseProxy = false },
            DisposeHttpClient = true,
        });
        try
        {
            var answer = await new Health.HealthClient(channel).CheckAsync(
                new HealthCheckRequest { Service = service }, deadline: DateTime.UtcNow + timeout, cancellationToken: cancellationToken);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving
                ? ProbeOutcome.Success("service healthy")
                : ProbeOutcome.Failure($"service unhealthy (responded with \"{Name(answer.Status)}\")");
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure(e.StatusCode switch
            {
                StatusCode.Unimplemented => "this server does not implement the grpc health protocol (grpc.health.v1.Health): " + e.Status.Detail,
                StatusCode.DeadlineExceeded => $"timeout: health rpc did not complete within {timeout.TotalSeconds:0}s",
                _ => $"timeout: failed to connect service \"{host}:{action.Port}\" within {timeout.TotalSeconds:0}s: {e.Status.Detail}",
            });
        }
    }

    private static string Name(HealthCheckResponse.Types.ServingStatus status) => status switch
    {
        HealthCheckResponse.Types.ServingStatus.Serving => "SERVING",
        HealthCheckResponse.Types.ServingStatus.NotServing => "NOT_SERVING",
        HealthCheckResponse.Types.ServingStatus.ServiceUnknown => "SERVICE_UNKNOWN",
        _ => "UNKNOWN",
    };
}
