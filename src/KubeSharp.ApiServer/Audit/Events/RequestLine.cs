using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Audit.Events;

/// <summary>The target of a request as the client wrote it.</summary>
internal static class RequestLine
{
    public static string Uri(HttpContext http)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (raw is not { Length: > 0 }) return http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        // A proxy may send the whole URL.
        if (raw[0] == '/' || !System.Uri.TryCreate(raw, UriKind.Absolute, out var uri)) return raw;
        return uri.PathAndQuery;
    }
}
