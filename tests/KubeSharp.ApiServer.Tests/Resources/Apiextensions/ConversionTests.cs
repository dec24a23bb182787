using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

public sealed class ConversionTests
{
    private const string V1 = "/apis/example.com/v1/ws";
    private const string V2 = "/apis/example.com/v2/ws";

    [Fact]
    public async Task A_webhook_brings_objects_into_every_version_that_is_asked_for()
    {
        await using var webhook = await WebhookServer.StartAsync(review => Answer(review, Rename));
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec(webhook));
        var (code, made) = await server.CallAsync(HttpMethod.Post, V2, """{"apiVersion":"example.com/v2","kind":"W","metadata":{"name":"a","labels":{"x":"y"}},"spec":{"size":3}}""");
        Assert.True(code == 201, made.ToString());
        Assert.Equal("3", made.Find("spec", "size")?.ToString());

        var stored = (await server.CallAsync(HttpMethod.Get, V1 + "/a")).Body;
        Assert.Equal(("example.com/v1", "3"), (stored.GetString("apiVersion"), stored.Find("spec", "replicas")?.ToString()));
        var list = (await server.CallAsync(HttpMethod.Get, V2)).Body.GetArray("items")!;
        Assert.Equal("3", list[0].Find("spec", "size")?.ToString());

        var patched = await server.CallAsync(HttpMethod.Patch, V2 + "/a", """{"spec":{"size":5}}""", "application/merge-patch+json");
        Assert.True(patched.Code == 200, patched.Body.ToString());
        Assert.Equal("5", (await server.CallAsync(HttpMethod.Get, V1 + "/a")).Body.Find("spec", "replicas")?.ToString());
        Assert.Equal(200, (await server.CallAsync(HttpMethod.Delete, V2 + "/a")).Code);
    }

    [Theory]
    [InlineData("fail", "conversion webhook for example.com/v1, Kind=W failed: no such thing")]
    [InlineData("rename", "conversion webhook for example.com/v1, Kind=W returned invalid object: must have the same name: a != b")]
    [InlineData("version", "conversion webhook for example.com/v1, Kind=W returned invalid object: invalid groupVersion (expected example.com/v2, received example.com/v1)")]
    [InlineData("none", "conversion webhook for example.com/v1, Kind=W returned 0 objects, expected 1")]
    [InlineData("uid", "conversion webhook for example.com/v1, Kind=W failed: expected response.uid=")]
    public async Task What_a_webhook_answers_is_looked_at(string how, string message)
    {
        await using var webhook = await WebhookServer.StartAsync(review => Answer(
            review,
            (item, version) =>
            {
                Rename(item, version);
                if (how == "rename") item.GetObject("metadata")!.Set("name", "b");
                if (how == "version") item.Set("apiVersion", "example.com/v1");
            },
            how));
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync(Spec(webhook));
        await server.CallAsync(HttpMethod.Post, V1, """{"apiVersion":"example.com/v1","kind":"W","metadata":{"name":"a"},"spec":{"replicas":3}}""");
        var (code, body) = await server.CallAsync(HttpMethod.Get, V2 + "/a");
        Assert.Equal(500, code);
        Assert.StartsWith(message, body.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_default_shows_in_objects_that_were_stored_before_it_and_what_the_schema_lost_is_gone()
    {
        await using var server = await TestServer.StartAsync();
        await server.DefineAsync("""
            {"group":"example.com","scope":"Cluster","names":{"plural":"ws","kind":"W"},"versions":[{"name":"v1","served":true,"storage":true,
             "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"old":{"type":"string"}}}}}}}]}
            """);
        await server.CallAsync(HttpMethod.Post, V1, """{"apiVersion":"example.com/v1","kind":"W","metadata":{"name":"a"},"spec":{"old":"x"}}""");
        var changed = await server.CallAsync(
            HttpMethod.Patch,
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/ws.example.com",
            """[{"op":"replace","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties","value":{"fresh":{"type":"string","default":"d"}}}]""",
            "application/json-patch+json");
        Assert.True(changed.Code == 200, changed.Body.ToString());
        var read = await server.UntilAsync(V1 + "/a", (_, body) => body.FindString("spec", "fresh") == "d");
        Assert.Null(read.Find("spec", "old"));
        Assert.Single((await server.CallAsync(HttpMethod.Get, V1 + "?limit=5")).Body.GetArray("items")!);
    }

    private static void Rename(JsonObject item, string version)
    {
        var spec = item.GetOrAddObject("spec");
        var (from, to) = version.EndsWith("v1", StringComparison.Ordinal) ? ("size", "replicas") : ("replicas", "size");
        if (spec[from] is { } value)
        {
            spec.Remove(from);
            spec.Set(to, value);
        }

        item.Set("apiVersion", version);
    }

    private static JsonObject Answer(JsonObject review, Action<JsonObject, string> convert, string how = "")
    {
        var request = review.GetObject("request")!;
        var items = how == "none" ? [] : request.GetArray("objects")!.OfType<JsonObject>().Select(item => item.Clone()).ToList();
        foreach (var item in items) convert(item, request.GetString("desiredAPIVersion")!);
        return new JsonObject
        {
            { "apiVersion", review.GetString("apiVersion")! },
            { "kind", "ConversionReview" },
            {
                "response", new JsonObject
                {
                    { "uid", how == "uid" ? "other" : request.GetString("uid")! },
                    { "convertedObjects", new JsonArray(items) },
                    { "result", how == "fail" ? new JsonObject { { "status", "Failure" }, { "message", "no such thing" } } : new JsonObject { { "status", "Success" } } },
                }
            },
        };
    }

    private static string Spec(WebhookServer webhook) => $$$"""
        {"group":"example.com","scope":"Cluster","names":{"plural":"ws","kind":"W"},
         "conversion":{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"url":"{{{webhook.Url}}}convert","caBundle":"{{{webhook.BundleBase64}}}"} } },
         "versions":[
          {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer"} } } } } } },
          {"name":"v2","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"} } } } } } }]}
        """;
}
