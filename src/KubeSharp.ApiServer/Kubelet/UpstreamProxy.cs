using System.Buffers;
using System.Net;
using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>
/// Passes a request on and its answer back. Upgrades (SPDY, WebSocket) become two raw streams that are copied byte for byte in both directions until the other
/// side ends; what is inside them is between the client and the kubelet.
/// </summary>
internal static class UpstreamProxy
{
    // These belong to one connection, not to the request (RFC 9110 section 7.6.1).
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private const int MaxRefusal = 16 * 1024;

    /// <summary>Sends the request to <paramref name="target"/> and answers with what comes back.</summary>
    /// <param name="context">The request.</param>
    /// <param name="invoker">Reaches the target.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="rewrite">Rewrites headers of the answer, or null.</param>
    /// <param name="refused">
    /// Makes a Status of a refusal in plain text (its code and body); null passes refusals on as they are.
    /// </param>
    /// <param name="unreachable">Says why the target could not be reached; null for an internal error.</param>
    /// <returns>Why nothing was answered, or null.</returns>
    public static async ValueTask<StatusError?> ForwardAsync(
        RequestContext context,
        HttpMessageInvoker invoker,
        Uri target,
        ProxyHeaders? rewrite = null,
        Func<int, string, StatusError>? refused = null,
        Func<HttpRequestException, StatusError>? unreachable = null)
    {
        using var request = BuildRequest(context, target);
        HttpResponseMessage response;
        try
        {
            response = await invoker.SendAsync(request, context.Cancelled);
        }
        catch (HttpRequestException e)
        {
            return unreachable?.Invoke(e) ?? StatusError.InternalError($"error dialing backend: {Describe(e)}");
        }

        using (response)
        {
            if (refused is not null && (int)response.StatusCode is >= 300 or < 101) return refused((int)response.StatusCode, await TextAsync(response, context.Cancelled));
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols) await UpgradeAsync(context, response);
            else await RelayAsync(context, response, rewrite);
            return null;
        }
    }

    private static HttpRequestMessage BuildRequest(RequestContext context, Uri target)
    {
        var incoming = context.Request;
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), target)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (incoming.ContentLength is > 0 || (incoming.ContentLength is null && incoming.Headers.TransferEncoding.Count > 0)
            || (incoming.Protocol == "HTTP/2" && !HttpMethods.IsGet(incoming.Method) && incoming.ContentLength is null))
        {
            request.Content = new StreamContent(incoming.Body);
        }

        foreach (var (name, values) in incoming.Headers)
        {
            if (name.StartsWith(':') || HopByHop.Contains(name) || name.Equals("Host", StringComparison.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        if (incoming.Headers.Upgrade.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", (IEnumerable<string?>)incoming.Headers.Upgrade);
        }

        return request;
    }

    private static async Task UpgradeAsync(RequestContext context, HttpResponseMessage response)
    {
        var upgrade = context.Http.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true }) throw new BadHttpRequestException("the connection cannot be upgraded");
        CopyHeaders(response, context.Response, null);
        foreach (var protocol in response.Headers.Upgrade) context.Response.Headers.Upgrade = protocol.ToString();
        await using var client = await upgrade.UpgradeAsync();
        await using var backend = await response.Content.ReadAsStreamAsync(context.Cancelled);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled);
        var up = PumpAsync(client, backend, ending.Token);
        var down = PumpAsync(backend, client, ending.Token);
        // The kubelet's last words must reach the client; when the client is gone nobody listens any more.
        await Task.WhenAny(up, down);
        if (!down.IsCompleted) await Task.WhenAny(down, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
        await ending.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task RelayAsync(RequestContext context, HttpResponseMessage response, ProxyHeaders? rewrite)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.Headers.CacheControl = default;
        CopyHeaders(response, context.Response, rewrite);
        await context.Response.StartAsync(context.Cancelled);
        await using var body = await response.Content.ReadAsStreamAsync(context.Cancelled);
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (true)
            {
                var count = await body.ReadAsync(buffer, context.Cancelled);
                if (count == 0) return;
                // Every piece goes out at once: logs are followed by people.
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.Cancelled);
                await context.Response.Body.FlushAsync(context.Cancelled);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CopyHeaders(HttpResponseMessage from, HttpResponse to, ProxyHeaders? rewrite)
    {
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (HopByHop.Contains(name)) continue;
            to.Headers[name] = rewrite is not null && name.Equals("Location", StringComparison.OrdinalIgnoreCase)
                ? rewrite.Location(values.ToString())
                : values.ToArray();
        }

        foreach (var (name, values) in from.Content.Headers.NonValidated) to.Headers[name] = values.ToArray();
    }

    private static async Task PumpAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (true)
            {
                var count = await from.ReadAsync(buffer, cancellationToken);
                if (count == 0) return;
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await to.FlushAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: that ends the stream, whichever way it happened.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string> TextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxRefusal];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)));
    }

    private static string Describe(HttpRequestException error) => error.InnerException is { } inner ? $"{error.Message} ({inner.Message})" : error.Message;
}
