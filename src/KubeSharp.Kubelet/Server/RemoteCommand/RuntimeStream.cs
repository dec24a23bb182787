using System.Net;
using KubeSharp.Kubelet.Server.Streaming;

namespace KubeSharp.Kubelet.Server.RemoteCommand;

/// <summary>Opens the streaming URL that the container runtime gave for an exec or attach, upgraded to SPDY.</summary>
internal static class RuntimeStream
{
    /// <summary>
    /// The upgraded connection and the sub-protocol that the runtime chose of <paramref name="protocols"/>.
    /// Disposing the response ends the connection.
    /// </summary>
    /// <exception cref="IOException">The runtime refused or cannot be reached.</exception>
    public static async Task<(HttpResponseMessage Response, Stream Stream, string Protocol)> OpenAsync(
        HttpMessageInvoker http, Uri url, IEnumerable<string> protocols, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", UpgradeHeaders.Spdy);
        foreach (var protocol in protocols)
            request.Headers.TryAddWithoutValidation(UpgradeHeaders.StreamProtocolVersion, protocol);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"the container runtime's streaming server cannot be reached: {e.Message}", e);
        }

        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            response.Dispose();
            throw new IOException($"the container runtime refused the stream: {(int)response.StatusCode} {answer}");
        }

        var chosen = response.Headers.TryGetValues(UpgradeHeaders.StreamProtocolVersion, out var values) ? values.First() : "";
        return (response, await response.Content.ReadAsStreamAsync(cancellationToken), chosen);
    }
}
