using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using KubeSharp.Kubelet.Server.Spdy;
using KubeSharp.Kubelet.Server.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Server.PortForward;

/// <summary>
/// <c>/portForward/{namespace}/{pod}</c> in each form that clients use: SPDY, SPDY inside a WebSocket (kubectl since 1.30), and
/// plain WebSocket channels (the JavaScript client).
/// </summary>
internal static class PortForwardEndpoint
{
    public const string Protocol = "portforward.k8s.io";
    private const string Tunnel = "SPDY/3.1+portforward.k8s.io";
    private const string Channels = "v4.channel.k8s.io";

    /// <summary>Serves one request; <paramref name="connect"/> opens a connection to a port inside the pod's network.</summary>
    public static async Task ServeAsync(HttpContext context, Func<int, CancellationToken, ValueTask<Socket>> connect, ILogger logger)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ServeWebSocketAsync(context, connect, logger);
            return;
        }

        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true } || !UpgradeHeaders.IsSpdy(context.Request))
        {
            await RefuseAsync(context, "unable to upgrade: missing upgrade headers in request");
            return;
        }

        if (UpgradeHeaders.Choose(context.Request.Headers[UpgradeHeaders.StreamProtocolVersion]!, [Protocol]) is not { } protocol)
        {
            context.Response.Headers["X-Accepted-Stream-Protocol-Versions"] = Protocol;
            await RefuseAsync(context, "unable to upgrade: unable to negotiate protocol", StatusCodes.Status403Forbidden);
            return;
        }

        context.Response.Headers.Upgrade = UpgradeHeaders.Spdy;
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers[UpgradeHeaders.StreamProtocolVersion] = protocol;
        await RunSpdyAsync(await upgrade.UpgradeAsync(), connect, logger, context.RequestAborted);
    }

    private static async Task ServeWebSocketAsync(HttpContext context, Func<int, CancellationToken, ValueTask<Socket>> connect, ILogger logger)
    {
        var protocol = UpgradeHeaders.Choose(context.WebSockets.WebSocketRequestedProtocols, [Tunnel, Channels]);
        if (protocol == Tunnel)
        {
            using var tunnel = await WebSocketHandshake.AcceptAsync(context, Tunnel);
            await using var stream = WebSocketStream.Create(tunnel, WebSocketMessageType.Binary, ownsWebSocket: false);
            await RunSpdyAsync(stream, connect, logger, context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        List<int> ports = [];
        foreach (var text in context.Request.Query["port"].SelectMany(p => p!.Split(',')))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536)
                ports.Add(port);
        }

        using PortForwardChannels channels = new(socket, ports, connect);
        await channels.RunAsync(context.RequestAborted);
    }

    private static async Task RunSpdyAsync(Stream transport, Func<int, CancellationToken, ValueTask<Socket>> connect, ILogger logger, CancellationToken cancellationToken)
    {
        await using SpdyConnection connection = new(transport, isServer: true);
        await new PortForwardSession(connection, connect, logger).RunAsync(cancellationToken);
    }

    private static Task RefuseAsync(HttpContext context, string message, int status = StatusCodes.Status400BadRequest)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(message);
    }
}
