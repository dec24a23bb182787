using System.Net.Http.Headers;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>Requests of a test against a server, with JSON in and out.</summary>
internal static class RestCalls
{
    public static async Task<(int Code, JsonObject Body)> CallAsync(
        this TestServer server, HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
        using var response = await server.Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return ((int)response.StatusCode, JsonParser.TryParse(bytes, out var value, out _) && value is JsonObject document ? document : new JsonObject { { "text", Encoding.UTF8.GetString(bytes) } });
    }

    /// <summary>Asks again until a condition holds.</summary>
    public static async Task<JsonObject> UntilAsync(this TestServer server, string path, Func<int, JsonObject, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var (code, body) = await server.CallAsync(HttpMethod.Get, path);
            if (condition(code, body)) return body;
            await Task.Delay(10, limit.Token);
        }
    }

    /// <summary>Creates a definition of a custom resource and waits for what it defines.</summary>
    public static async Task DefineAsync(this TestServer server, string spec)
    {
        var parsed = JsonParser.ParseObject(Encoding.UTF8.GetBytes(spec));
        var (group, plural) = (parsed.GetString("group")!, parsed.FindString("names", "plural")!);
        var definition = new JsonObject
        {
            { "apiVersion", "apiextensions.k8s.io/v1" },
            { "kind", "CustomResourceDefinition" },
            { "metadata", new JsonObject { { "name", $"{plural}.{group}" } } },
            { "spec", parsed },
        };
        var created = await server.CallAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition.ToString());
        Assert.True(created.Code == 201, created.Body.ToString());
        var version = parsed.FindArray("versions")![0].FindString("name");
        await server.UntilAsync($"/apis/{group}/{version}/{plural}", (code, _) => code == 200);
    }
}
