using KubeSharp.ApiServer.Handlers;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>The name in a proxy path, <c>[scheme:]name[:port]</c>, and what follows the word proxy.</summary>
/// <param name="Scheme">http or https; empty if not said.</param>
/// <param name="Name">The name of the object.</param>
/// <param name="Port">The port, by number or name; empty if not said.</param>
/// <param name="Rest">The path for the other side, with query, beginning with a slash.</param>
/// <param name="Prefix">The path of the proxy itself.</param>
internal readonly record struct ProxyPath(string Scheme, string Name, string Port, string Rest, string Prefix)
{
    // /api/v1/nodes/NAME/proxy and /api/v1/namespaces/NAMESPACE/pods/NAME/proxy
    private const int Depth = 5;
    private const int NamespacedDepth = 7;

    /// <summary>Whether the name has the form: at most three parts, a scheme that is one, and a name.</summary>
    public bool IsValid => Name.Length > 0 && Scheme is "" or "http" or "https" && !Port.Contains(':', StringComparison.Ordinal);

    public static ProxyPath Of(ResourceRequest request)
    {
        var parts = request.Name.Split(':');
        var (scheme, name, port) = parts switch
        {
            [var only] => ("", only, ""),
            [var first, var second] => ("", first, second),
            [var first, var second, .. var others] => (first, second, string.Join(':', others)),
            _ => ("", "", ""),
        };
        // The path as it came, escapes and all. What follows the word proxy is the other side's.
        var raw = request.Context.Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget ?? "";
        var marker = Segment(raw, request.Namespace.Length > 0 ? NamespacedDepth : Depth);
        if (marker < 0 || !raw.AsSpan(marker).StartsWith("/proxy", StringComparison.Ordinal)) marker = -1;
        var rest = marker < 0 ? "" : raw[(marker + "/proxy".Length)..];
        if (!rest.StartsWith('/')) rest = "/" + rest;
        return new ProxyPath(scheme, name, port, rest, marker < 0 ? "" : raw[..(marker + "/proxy".Length)]);
    }

    // Where the slash before a segment of the path stands.
    private static int Segment(string raw, int number)
    {
        var at = -1;
        for (var i = 0; i < number; i++)
        {
            at = raw.IndexOf('/', at + 1);
            if (at < 0) return -1;
        }

        return at;
    }
}
