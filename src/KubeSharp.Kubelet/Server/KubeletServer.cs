using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using KubeSharp.Client;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Kubelet.Server.Access;
using KubeSharp.Kubelet.Server.Logs;
using KubeSharp.Kubelet.Server.PortForward;
using KubeSharp.Kubelet.Server.RemoteCommand;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Server;

/// <summary>
/// The kubelet's HTTPS server (port 10250), which the API server uses for logs, exec, attach and port-forward. The table of paths is
/// upstream's.
/// </summary>
internal sealed class KubeletServer(
    KubeletOptions options, IServedPods pods, IContainerRuntime runtime, KubeClient client, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private readonly LogsEndpoint _logs = new(pods, time);
    private readonly KubeletAccess _access = new(client, new ClientCertificates(options.ClientCaFile, time), options.NodeName, options.AnonymousAuth, time);
    private readonly HttpMessageInvoker _streams = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly ILogger _logger = loggers.CreateLogger<KubeletServer>();
    private WebApplication? _app;

    /// <summary>The port in use, after <see cref="StartAsync"/>.</summary>
    public int Port { get; private set; }

    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ServingCertificate certificate = new(options.ServingCertificateFile, options.ServingKeyFile, options.NodeName);
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(options.Address), options.Port, listen =>
        {
            // Upgrades, which are most of the traffic, exist in HTTP/1.1 only.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(https =>
            {
                https.ServerCertificateSelector = (_, _) => certificate.Get();
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                // Who it is, is decided per request; an unknown certificate counts as none.
                https.AllowAnyClientCertificate();
            });
        }));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(HandleAsync);
        await _app.StartAsync(cancellationToken);
        Port = new Uri(_app.Urls.First()).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _streams.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (await _access.AdmitAsync(context))
                await RouteAsync(context);
        }
        catch (RpcException e) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(e.Status.Detail);
        }
        catch (Exception e) when (!context.Response.HasStarted && e is IOException or KubeApiException or HttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(e.Message);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has gone in the middle of a stream.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        var path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path switch
        {
            ["healthz"] or ["healthz", "ping"] => context.Response.WriteAsync("ok"),
            ["pods"] => WritePodsAsync(context),
            ["containerLogs", var ns, var pod, var container] => _logs.ServeAsync(context, ns, pod, container),
            ["exec", var ns, var pod, var container] => CommandAsync(context, ns, pod, container, Exec),
            ["exec", var ns, var pod, _, var container] => CommandAsync(context, ns, pod, container, Exec),
            ["attach", var ns, var pod, var container] => CommandAsync(context, ns, pod, container, Attach),
            ["attach", var ns, var pod, _, var container] => CommandAsync(context, ns, pod, container, Attach),
            ["portForward", var ns, var pod] => PortForwardAsync(context, ns, pod),
            ["portForward", var ns, var pod, _] => PortForwardAsync(context, ns, pod),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "404 page not found\n"),
        };
    }

    private async Task WritePodsAsync(HttpContext context)
    {
        PodList list = new() { Items = [.. pods.Pods] };
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(KubernetesJson.ToUtf8Bytes(list), context.RequestAborted);
    }

    private async Task CommandAsync(
        HttpContext context, string ns, string podName, string container, Func<string, HttpContext, RemoteCommandStreams, CancellationToken, Task<Uri>> prepare)
    {
        if (pods.Find(ns, podName) is not { } pod)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"pod does not exist: {podName}");
            return;
        }

        if (pods.Observed(pod).Newest(container) is not { Running: true } running)
        {
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, $"container not found (\"{container}\")");
            return;
        }

        RemoteCommandStreams streams = new(Flag(context, "input", "stdin"), Flag(context, "output", "stdout"), Flag(context, "error", "stderr"), Flag(context, "tty"));
        if (!streams.Stdin && !streams.Stdout && !streams.Stderr)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "you must specify at least 1 of stdin, stdout, stderr");
            return;
        }

        await RemoteCommandEndpoint.ServeAsync(context, streams, ct => prepare(running.Id, context, streams, ct), _streams);
    }

    private Task<Uri> Exec(string containerId, HttpContext context, RemoteCommandStreams streams, CancellationToken cancellationToken)
    {
        ExecRequest request = new()
        {
            ContainerId = containerId,
            Tty = streams.Tty,
            Stdin = streams.Stdin,
            Stdout = streams.Stdout,
            // A terminal has one output.
            Stderr = streams is { Stderr: true, Tty: false },
        };
        request.Cmd.AddRange(context.Request.Query["command"]);
        return runtime.ExecAsync(request, cancellationToken);
    }

    private Task<Uri> Attach(string containerId, HttpContext context, RemoteCommandStreams streams, CancellationToken cancellationToken) => runtime.AttachAsync(
        new AttachRequest
        {
            ContainerId = containerId,
            Tty = streams.Tty,
            Stdin = streams.Stdin,
            Stdout = streams.Stdout,
            Stderr = streams is { Stderr: true, Tty: false },
        },
        cancellationToken);

    private async Task PortForwardAsync(HttpContext context, string ns, string podName)
    {
        if (pods.Find(ns, podName) is not { } pod)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"pod does not exist: {podName}");
            return;
        }

        if (pods.Observed(pod).Sandbox is not { Ready: true } sandbox)
        {
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, $"pod {podName} is not running");
            return;
        }

        var network = sandbox.HostNetwork ? "/proc/self/ns/net" : await NetworkOfAsync(sandbox, context.RequestAborted);
        ValueTask<Socket> Connect(int port, CancellationToken cancellationToken) => PodNetwork.ConnectAsync(network, port, cancellationToken);
        await PortForwardEndpoint.ServeAsync(context, Connect, _logger);
    }

    private async Task<string> NetworkOfAsync(ObservedSandbox sandbox, CancellationToken cancellationToken)
    {
        var status = await runtime.PodSandboxStatusAsync(sandbox.Id, verbose: true, cancellationToken);
        return SandboxInfo.NetworkNamespace(status.Info.TryGetValue("info", out var info) ? info : "")
            ?? throw new IOException($"the network of sandbox {sandbox.Id} is unknown to the container runtime");
    }

    private static bool Flag(HttpContext context, params string[] names) =>
        Array.Exists(names, name => context.Request.Query[name].ToString() is "1" or "true");

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(message);
    }
}
