using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes.Handlers;

/// <summary>
/// Fetches a page; a status from 200 to 399 is success. Certificates are not checked, redirects are followed on the same host only
/// (https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes).
/// </summary>
[SuppressMessage("Security", "CA5359", Justification = "A probe asks whether the container answers; Kubernetes documents that it does not check certificates.")]
internal sealed class HttpProbe : IDisposable
{
    private const int MaxRedirects = 10;
    private const int MaxBody = 10 << 10;

    // No pooling: a probe must also see that new connections are accepted.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.Zero,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = AcceptAny },
    });

    public async ValueTask<ProbeOutcome> RunAsync(HTTPGetAction action, Container container, string podIP, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (ProbePorts.Resolve(action.Port, container) is not { } port)
            return new ProbeOutcome(ProbeResult.Unknown, $"couldn't find port: {action.Port}");
        var host = string.IsNullOrEmpty(action.Host) ? podIP : action.Host;
        var scheme = string.Equals(action.Scheme, "HTTPS", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        if (!Uri.TryCreate($"{scheme}://{Bracket(host)}:{port}/{(action.Path ?? "").TrimStart('/')}", UriKind.Absolute, out var url))
            return new ProbeOutcome(ProbeResult.Unknown, $"the URL of the probe cannot be made of host {host} and path {action.Path}");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await FetchAsync(url, action.HttpHeaders ?? [], limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure($"Get \"{url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return ProbeOutcome.Failure($"Get \"{url}\": {e.InnerException?.Message ?? e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<ProbeOutcome> FetchAsync(Uri url, List<HTTPHeader> headers, CancellationToken cancellationToken)
    {
        var host = url.Host;
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(url, headers);
            using var response = await _http.SendAsync(request, cancellationToken);
            var status = (int)response.StatusCode;
            if (status is < 200 or >= 400)
                return ProbeOutcome.Failure($"HTTP probe failed with statuscode: {status}");
            if (status < 300 || response.Headers.Location is not { } location)
                return ProbeOutcome.Success(await BodyAsync(response, cancellationToken));
            url = new Uri(url, location);
            if (url.Host != host || redirects == MaxRedirects)
                return new ProbeOutcome(ProbeResult.Warning, $"Probe terminated redirects, Response body: {await BodyAsync(response, cancellationToken)}");
        }
    }

    private static HttpRequestMessage Request(Uri url, List<HTTPHeader> headers)
    {
        HttpRequestMessage request = new(HttpMethod.Get, url);
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.36");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        foreach (var group in headers.GroupBy(h => h.Name, StringComparer.OrdinalIgnoreCase))
        {
            // A header that the probe gives replaces the default; given twice, it is sent twice.
            request.Headers.Remove(group.Key);
            foreach (var header in group)
                request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        return request;
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxBody];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer.AsSpan(0, read));
    }

    private static bool AcceptAny(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

    private static string Bracket(string host) => host.Contains(':') ? $"[{host}]" : host;
}
