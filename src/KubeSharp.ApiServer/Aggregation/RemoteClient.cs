using System.Net.Http.Headers;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Asks other servers what they serve, in the name of the aggregator.</summary>
internal sealed class RemoteClient(WebhookConnections connections, ProxyIdentity identity)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private static readonly UserInfo Aggregator = new() { Name = "system:kube-aggregator", Groups = [UserInfo.MastersGroup] };

    /// <summary>Gets a document.</summary>
    /// <returns>The document, and why there is none: worded as the condition of an APIService words it.</returns>
    public async ValueTask<(JsonObject? Document, string? Problem)> GetAsync(RemoteApi api, string path, CancellationToken cancellationToken)
    {
        var endpoint = api.Endpoint with { Credentials = identity.Credentials };
        var url = new Uri(endpoint.Url.GetLeftPart(UriPartial.Authority) + path);
        using var limit = connections.After(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            request.Headers.TryAddWithoutValidation(HeaderLines.Name, HeaderLines.Encode(ProxyIdentity.Of(Aggregator)));
            using var response = await connections.For(endpoint).SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode) return (null, $"bad status from {url}: {(int)response.StatusCode}");
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            return JsonParser.TryParse(bytes, out var value2, out _) && value2 is JsonObject document ? (document, null) : (null, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"failing or missing response from {url}: Get \"{url}\": context deadline exceeded");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            return (null, $"failing or missing response from {url}: Get \"{url}\": {WebhookFailures.Describe(e)}");
        }
    }
}
