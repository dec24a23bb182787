using System.Net;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>
/// Where a request came from, first to last: what X-Forwarded-For says, X-Real-Ip, and the peer of the connection. Only the last one is
/// certain. Pure.
/// </summary>
internal static class SourceAddresses
{
    public static IReadOnlyList<IPAddress> Of(HttpContext http)
    {
        List<IPAddress> result = new(1);
        foreach (var part in First(http.Request.Headers["X-Forwarded-For"]).Split(','))
        {
            if (Parse(part) is { } address) result.Add(address);
        }

        if (Parse(First(http.Request.Headers["X-Real-Ip"])) is { } real && !result.Contains(real)) result.Add(real);
        // A component in this process has no address: it is this machine.
        var peer = Plain(http.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        if (result.Count == 0 || !result[^1].Equals(peer)) result.Add(peer);
        return result;
    }

    private static string First(Microsoft.Extensions.Primitives.StringValues values) => values.Count > 0 ? values[0] ?? "" : "";

    private static IPAddress? Parse(string text) => IPAddress.TryParse(text.AsSpan().Trim(), out var address) ? Plain(address) : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
