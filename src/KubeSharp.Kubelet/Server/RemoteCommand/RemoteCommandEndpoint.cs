using System.Net.WebSockets;
using System.Text;
using KubeSharp.Kubelet.Server.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.Kubelet.Server.RemoteCommand;

/// <summary>
/// <c>/exec</c> and <c>/attach</c>. The runtime's own streaming server speaks SPDY: a SPDY client is connected to it byte for byte,
/// a WebSocket client by translation, since version 5 of the protocol (half-closed stdin) is beyond the runtime's WebSockets.
/// </summary>
internal static class RemoteCommandEndpoint
{
    // Best first; version 5 exists for WebSockets only.
    private static readonly string[] SpdyProtocols = ["v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"];

    private static readonly string[] WebSocketProtocols =
        ["v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io", "base64.channel.k8s.io", "channel.k8s.io"];

    /// <summary>Serves one request against the streaming URL that the runtime gave for it.</summary>
    public static async Task ServeAsync(HttpContext context, RemoteCommandStreams streams, Func<CancellationToken, Task<Uri>> prepare, HttpMessageInvoker http)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (context.WebSockets.IsWebSocketRequest)
            await ServeWebSocketAsync(context, streams, await prepare(context.RequestAborted), http);
        else if (upgrade is { IsUpgradableRequest: true } && UpgradeHeaders.IsSpdy(context.Request))
            await ServeSpdyAsync(context, upgrade, await prepare(context.RequestAborted), http);
        else
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "unable to upgrade: missing upgrade headers in request");
    }

    private static async Task ServeSpdyAsync(HttpContext context, IHttpUpgradeFeature upgrade, Uri url, HttpMessageInvoker http)
    {
        var offered = context.Request.Headers[UpgradeHeaders.StreamProtocolVersion];
        if (UpgradeHeaders.Choose(offered!, SpdyProtocols) is not { } protocol)
        {
            context.Response.Headers["X-Accepted-Stream-Protocol-Versions"] = SpdyProtocols;
            await RefuseAsync(context, StatusCodes.Status403Forbidden, $"unable to upgrade: unable to negotiate protocol: client supports {offered}");
            return;
        }

        var cancellationToken = context.RequestAborted;
        var (response, runtime, chosen) = await RuntimeStream.OpenAsync(http, url, [protocol], cancellationToken);
        using (response)
        {
            context.Response.Headers.Upgrade = UpgradeHeaders.Spdy;
            context.Response.Headers.Connection = "Upgrade";
            context.Response.Headers[UpgradeHeaders.StreamProtocolVersion] = chosen;
            await using var client = await upgrade.UpgradeAsync();
            try
            {
                // SPDY closes streams itself; the end of either connection is the end of both.
                await Task.WhenAny(
                    ByteRelay.CopyAsync(client, WriteTo(runtime), cancellationToken),
                    ByteRelay.CopyAsync(runtime, WriteTo(client), cancellationToken)).Unwrap();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // One of the two hung up in the middle; so does this.
            }
        }
    }

    private static async Task ServeWebSocketAsync(HttpContext context, RemoteCommandStreams streams, Uri url, HttpMessageInvoker http)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        var protocol = UpgradeHeaders.Choose(offered, WebSocketProtocols);
        if (protocol is null && offered.Count > 0)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "unable to upgrade: no supported WebSocket protocol was requested");
            return;
        }

        var cancellationToken = context.RequestAborted;
        var (response, runtime, _) = await RuntimeStream.OpenAsync(http, url, ["v4.channel.k8s.io"], cancellationToken);
        using (response)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
            await using RemoteCommandTranslator translator = new(socket, runtime, streams, protocol?.Contains("base64", StringComparison.Ordinal) ?? false);
            try
            {
                await translator.RunAsync(cancellationToken);
            }
            catch (Exception e) when (e is IOException or WebSocketException or OperationCanceledException)
            {
                // The client or the runtime is gone; the other is told by the end of its connection.
            }
        }
    }

    private static Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> WriteTo(Stream target) => async (data, cancellationToken) =>
    {
        await target.WriteAsync(data, cancellationToken);
        await target.FlushAsync(cancellationToken);
    };

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(message)).AsTask();
    }
}
