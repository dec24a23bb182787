using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Server.Streaming;

/// <summary>How a request asks for a streaming protocol.</summary>
internal static class UpgradeHeaders
{
    public const string Spdy = "SPDY/3.1";

    /// <summary>Names the sub-protocol of a SPDY connection; a client may send several, best first.</summary>
    public const string StreamProtocolVersion = "X-Stream-Protocol-Version";

    public static bool IsSpdy(HttpRequest request) => request.Headers.Upgrade.ToString().Equals(Spdy, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first of <paramref name="spoken"/> that the client offers, or null.</summary>
    public static string? Choose(IEnumerable<string> offered, IReadOnlyList<string> spoken)
    {
        var names = offered.SelectMany(o => o.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        return spoken.FirstOrDefault(names.Contains);
    }
}
