using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.Kubelet.Server.Streaming;

/// <summary>
/// Accepts a WebSocket by hand (RFC 6455, section 4.2.2): the name of Kubernetes' tunnel protocol has a slash in it, which the RFC
/// does not allow and the framework therefore refuses.
/// </summary>
internal static class WebSocketHandshake
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    public static async Task<WebSocket> AcceptAsync(HttpContext context, string protocol)
    {
        var upgrade = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptKey(context.Request.Headers.SecWebSocketKey.ToString());
        headers.SecWebSocketProtocol = protocol;
        return WebSocket.CreateFromStream(await upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = KeepAlive });
    }

    [SuppressMessage("Security", "CA5350", Justification = "The RFC prescribes SHA-1; it proves that the other side speaks WebSocket and guards nothing.")]
    internal static string AcceptKey(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
}
