using System.Net.Http.Headers;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Reads documents of issuers: discovery, keys, claims kept elsewhere.</summary>
internal sealed class IssuerClient(WebhookConnections connections)
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <summary>A JSON object, or why it could not be had.</summary>
    public async ValueTask<(JsonObject? Document, string Failure)> GetAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var (text, failure) = await GetTextAsync(endpoint, cancellationToken);
        if (text is null) return (null, failure);
        if (JsonParser.TryParse(Encoding.UTF8.GetBytes(text), out var value, out var fault) && value is JsonObject document) return (document, "");
        return (null, $"oidc: failed to decode {endpoint.Url}: {fault?.Message ?? "it is no JSON object"}");
    }

    /// <summary>A text, or why it could not be had.</summary>
    public async ValueTask<(string? Text, string Failure)> GetTextAsync(WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var limit = connections.After(_timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.Url);
            if (endpoint.Credentials.Token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Credentials.Token);
            using var response = await connections.For(endpoint).SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode) return (null, $"{(int)response.StatusCode} {response.ReasonPhrase}");
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await ReadAsync(stream, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"Get \"{endpoint.Url}\": context deadline exceeded");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            return (null, $"Get \"{endpoint.Url}\": {WebhookFailures.Describe(e)}");
        }
    }

    private static async ValueTask<(string? Text, string Failure)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MaxBytes) return (null, $"the answer is larger than {MaxBytes} bytes");
            buffer.Write(chunk, 0, read);
        }

        return (Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length), "");
    }
}
