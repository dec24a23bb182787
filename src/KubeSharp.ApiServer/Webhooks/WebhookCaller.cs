using System.Net.Http.Headers;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>Posts documents to webhooks of all kinds: admission, conversion, authentication, authorization, image policy.</summary>
/// <remarks>Connections are kept per endpoint. Nothing is tried twice: whoever calls knows whether that makes sense. Thread-safe.</remarks>
internal sealed class WebhookCaller(WebhookConnections connections) : IDisposable
{
    /// <summary>The largest answer that is read, in bytes. A patch of the largest object fits several times.</summary>
    public const int MaxAnswerBytes = 16 * 1024 * 1024;

    /// <summary>Posts a document and reads the answer.</summary>
    /// <param name="endpoint">The webhook.</param>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="timeout">How long the whole call may take.</param>
    /// <param name="tellTimeout">Whether the webhook is told in the query, as admission webhooks are.</param>
    /// <param name="cancellationToken">Ends with the request that needs the answer.</param>
    /// <exception cref="OperationCanceledException">The request is over; a webhook that is too slow is an answer instead.</exception>
    public async ValueTask<WebhookAnswer> PostAsync(
        WebhookEndpoint endpoint, ReadOnlyMemory<byte> body, TimeSpan timeout, bool tellTimeout, CancellationToken cancellationToken)
    {
        var shown = endpoint.Describe(tellTimeout ? timeout : null);
        using var limit = connections.After(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(endpoint, body, tellTimeout ? timeout : null);
            using var response = await connections.For(endpoint).SendAsync(request, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return WebhookAnswer.Failed($"Post \"{shown}\": context deadline exceeded");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            return WebhookAnswer.Failed($"Post \"{shown}\": {WebhookFailures.Describe(e)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connections.Dispose();

    private HttpRequestMessage Request(WebhookEndpoint endpoint, ReadOnlyMemory<byte> body, TimeSpan? told)
    {
        var url = connections.IsLoopback(endpoint) ? new UriBuilder(endpoint.Url) { Scheme = "http" }.Uri : endpoint.Url;
        if (told is { } time)
        {
            var query = $"timeout={WebhookEndpoint.TimeoutText(time)}";
            url = new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query }.Uri;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("*/*");
        request.Headers.UserAgent.ParseAdd("kube-apiserver-admission");
        var credentials = endpoint.Credentials;
        if (connections.Token(credentials) is { Length: > 0 } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        else if (credentials.Username.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Username}:{credentials.Password}")));
        return request;
    }

    private static async ValueTask<WebhookAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        using var buffer = new MemoryStream();
        await using (var stream = await response.Content.ReadAsStreamAsync(cancellationToken))
        {
            var chunk = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (buffer.Length + read > MaxAnswerBytes) return WebhookAnswer.Failed($"the response is larger than {MaxAnswerBytes} bytes", code);
                buffer.Write(chunk, 0, read);
            }
        }

        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        JsonObject? document = null;
        string? fault = null;
        try
        {
            document = JsonParser.Parse(bytes) as JsonObject;
        }
        catch (JsonSyntaxException e)
        {
            fault = e.Message;
        }

        if (code is < 200 or > 299) return WebhookAnswer.Failed(WebhookFailures.OfStatus(code, document, bytes), code);
        if (document is not null) return WebhookAnswer.Of(document, code);
        return WebhookAnswer.Failed(
            fault is null ? "couldn't get version/kind; json parse error: json: cannot unmarshal into Go value of type struct"
                : $"couldn't get version/kind; json parse error: {fault}",
            code);
    }
}
