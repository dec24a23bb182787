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
    public static ProxyPath Of(ResourceRequest request)
    {
        var parts = request.Name.Split(':');
        var (scheme, name, port) = parts switch
        {
            [var only] => ("", only, ""),
            [var first, var second] => ("", first, second),
            [var first, var second, var third, ..] => (first, second, third),
            _ => ("", "", ""),
        };
        // The path as it came, escapes and all.
        var raw = request.Context.Http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget ?? "";
        var marker = raw.IndexOf("/proxy", StringComparison.Ordinal);
        var rest = marker < 0 ? "" : raw[(marker + "/proxy".Length)..];
        if (!rest.StartsWith('/')) rest = "/" + rest;
        return new ProxyPath(scheme, name, port, rest, marker < 0 ? "" : raw[..(marker + "/proxy".Length)]);
    }
}
