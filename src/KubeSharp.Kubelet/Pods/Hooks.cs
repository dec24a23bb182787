using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Probes.Handlers;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods;

/// <summary>
/// Runs postStart and preStop hooks.
/// https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
/// </summary>
[SuppressMessage("Security", "CA5359", Justification = "Kubernetes documents that hooks do not check certificates.")]
internal sealed class Hooks(IContainerRuntime runtime, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => http.Dispose();

    /// <summary>Runs a hook to its end. Null: it succeeded; otherwise why it failed.</summary>
    public async Task<string?> RunAsync(
        LifecycleHandler hook, Container container, string containerId, string podIp, CancellationToken cancellationToken)
    {
        try
        {
            switch (hook)
            {
                case { Exec: { } exec }:
                    var answer = await runtime.ExecSyncAsync(containerId, exec.Command ?? [], TimeSpan.Zero, cancellationToken);
                    return answer.ExitCode == 0 ? null
                        : $"command '{string.Join(' ', exec.Command ?? [])}' exited with {answer.ExitCode}: {Encoding.UTF8.GetString(answer.Stderr.Span)}";
                case { HttpGet: { } get }:
                    return await GetAsync(get, container, podIp, cancellationToken);
                case { Sleep: { } sleep }:
                    await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), time, cancellationToken);
                    return null;
                case { TcpSocket: { } socket }:
                    using (var client = new TcpClient())
                    {
                        await client.ConnectAsync(
                            string.IsNullOrEmpty(socket.Host) ? podIp : socket.Host, ProbePorts.Resolve(socket.Port, container) ?? 0, cancellationToken);
                    }

                    return null;
                default:
                    return "invalid handler";
            }
        }
        catch (Exception e) when (e is RpcException { StatusCode: not StatusCode.Cancelled } or HttpRequestException or SocketException)
        {
            return e is RpcException rpc ? rpc.Status.Detail : e.Message;
        }
        catch (RpcException e)
        {
            throw new OperationCanceledException(e.Status.Detail, e, cancellationToken);
        }
    }

    private async Task<string?> GetAsync(HTTPGetAction get, Container container, string podIp, CancellationToken cancellationToken)
    {
        if (ProbePorts.Resolve(get.Port, container) is not { } port)
        {
            return $"couldn't find port: {get.Port}";
        }

        var host = string.IsNullOrEmpty(get.Host) ? podIp : get.Host;
        var scheme = string.Equals(get.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{scheme}://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}/{(get.Path ?? "").TrimStart('/')}");
        foreach (var header in get.HttpHeaders ?? [])
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.IsSuccessStatusCode ? null : $"HTTP status {(int)response.StatusCode}";
    }
}
