using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests;

/// <summary>Corners of the API that no single kind is about, over HTTP.</summary>
public sealed class MachineryTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Merge = "application/merge-patch+json";
    private const string Apply = "application/apply-patch+yaml";

    private const string Deployment = """
        {"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},
        "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
        """;

    [Theory]
    [InlineData(Merge, """{"spec":{"paused":false,"paused":true}}""", "strict decoding error: duplicate field \"spec.paused\"")]
    [InlineData("application/strategic-merge-patch+json", """{"spec":{"odd":1}}""", "\"map[spec:map[odd:1]]\": strict decoding error: unknown field \"spec.odd\"")]
    [InlineData("application/strategic-merge-patch+json", """{"spec":{"replicas":"x"}}""", "\"map[spec:map[replicas:x]]\": unrecognized type: int32")]
    [InlineData(
        "application/json-patch+json",
        """[{"op":"add","path":"/spec/paused","value":true,"odd":1}]""",
        "strict decoding error: json patch unknown field \"[0].odd\"")]
    public async Task A_strict_patch_may_neither_repeat_nor_invent_fields(string type, string patch, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, Deployments, Deployment, 201);
        var refused = await SendAsync(server, HttpMethod.Patch, Deployments + "/d?fieldValidation=Strict", patch, 422, type);
        Assert.EndsWith(expected, refused.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_that_takes_the_kind_away_leaves_it()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"a"}}""", 201);
        var patched = await SendAsync(server, HttpMethod.Patch, ConfigMaps + "/a", """[{"op":"remove","path":"/kind"}]""", 200, "application/json-patch+json");
        Assert.Equal("ConfigMap", patched.GetString("kind"));
    }

    [Fact]
    public async Task A_key_that_comes_twice_in_YAML_is_warned_of_or_refused()
    {
        await using var server = await TestServer.StartAsync();
        const string Body = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: \"1\"\n  k: \"2\"\n";
        var refused = await SendAsync(server, HttpMethod.Patch, ConfigMaps + "/a?fieldManager=m&fieldValidation=Strict", Body, 400, Apply);
        Assert.Equal(
            "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 7: key \"k\" already set in map", refused.GetString("message"));
        var warnings = new List<string>();
        var taken = await SendAsync(server, HttpMethod.Post, ConfigMaps, Body, 201, "application/yaml", warnings);
        Assert.Equal("2", taken.FindString("data", "k"));
        Assert.Equal(["299 - \"line 7: key \\\"k\\\" already set in map\""], warnings);
    }

    [Fact]
    public async Task An_owner_that_is_named_twice_is_dropped_with_a_warning()
    {
        await using var server = await TestServer.StartAsync();
        var warnings = new List<string>();
        const string Owner = """{"apiVersion":"v1","kind":"Node","name":"n","uid":"u"}""";
        var made = await SendAsync(
            server, HttpMethod.Post, ConfigMaps, $$$"""{"metadata":{"name":"a","ownerReferences":[{{{Owner}}},{{{Owner}}}]}}""", 201, "application/json", warnings);
        Assert.Single(made.FindArray("metadata", "ownerReferences")!);
        Assert.Contains("duplicate UID(s) observed: u", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_what_the_cache_has_is_not_cut_off()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in (string[])["a", "b"]) await SendAsync(server, HttpMethod.Post, ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}"}}""", 201);
        var all = await SendAsync(server, HttpMethod.Get, ConfigMaps + "?limit=1&resourceVersion=0", null, 200);
        Assert.True(all.GetArray("items")!.Count >= 2);
        Assert.Null(all.FindString("metadata", "continue"));
        var one = await SendAsync(server, HttpMethod.Get, ConfigMaps + "?limit=1", null, 200);
        Assert.Single(one.GetArray("items")!);
    }

    [Fact]
    public async Task A_list_whose_beginning_is_forgotten_can_go_on_with_the_present()
    {
        await using var server = await TestServer.StartAsync();
        var made = await SendAsync(server, HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"a"}}""", 201);
        var revision = made.FindString("metadata", "resourceVersion");
        await SendAsync(server, HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"b"}}""", 201);
        await SendAsync(server, HttpMethod.Patch, ConfigMaps + "/b", """{"data":{"k":"v"}}""", 200, Merge);
        await server.Store.CompactAsync(await server.Store.GetCurrentRevisionAsync());
        var token = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"v":"meta.k8s.io/v1","rv":{{revision}},"start":"a\u0000"}"""));
        var expired = await SendAsync(server, HttpMethod.Get, $"{ConfigMaps}?continue={token}", null, 410);
        Assert.Equal("Expired", expired.GetString("reason"));
        var fresh = expired.FindString("metadata", "continue")!;
        var rest = await SendAsync(server, HttpMethod.Get, $"{ConfigMaps}?continue={fresh}", null, 200);
        Assert.Equal("b", rest.GetArray("items")![0].FindString("metadata", "name"));
    }

    [Fact]
    public async Task Only_the_objects_of_one_namespace_can_be_deleted_at_once()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Delete, "/api/v1/configmaps", null, 405);
    }

    [Fact]
    public async Task Options_of_a_wrong_type_delete_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"a"}}""", 201);
        var refused = await SendAsync(server, HttpMethod.Delete, ConfigMaps, """{"gracePeriodSeconds":"x"}""", 400);
        Assert.Equal("json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64", refused.GetString("message"));
        await SendAsync(server, HttpMethod.Get, ConfigMaps + "/a", null, 200);
    }

    [Fact]
    public async Task Who_scales_owns_the_replicas_and_is_in_the_way_of_others()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, Deployments, Deployment, 201);
        await SendAsync(server, HttpMethod.Patch, Deployments + "/d/scale?fieldManager=hpa", """{"spec":{"replicas":3}}""", 200, Merge);
        const string Wish = """{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":5}}""";
        var conflict = await SendAsync(server, HttpMethod.Patch, Deployments + "/d/scale?fieldManager=me", Wish, 409, Apply);
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"hpa\" with subresource \"scale\" using autoscaling/v1: .spec.replicas", conflict.GetString("message"));
        await SendAsync(server, HttpMethod.Patch, Deployments + "/d/scale?fieldManager=me&force=true", Wish, 200, Apply);
        var scaled = await SendAsync(server, HttpMethod.Get, Deployments + "/d", null, 200);
        var owner = scaled.FindArray("metadata", "managedFields")!.Single(entry => entry.FindString("manager") == "me");
        Assert.Equal("Apply", owner.FindString("operation"));
        Assert.DoesNotContain(scaled.FindArray("metadata", "managedFields")!, entry => entry.FindString("manager") == "hpa");
    }

    private static async Task<JsonObject> SendAsync(
        TestServer server, HttpMethod method, string path, string? body, int expected, string type = "application/json", List<string>? warnings = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        using var answer = await server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(expected == (int)answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(text)}");
        if (warnings is not null && answer.Headers.TryGetValues("Warning", out var said)) warnings.AddRange(said);
        return JsonParser.ParseObject(text);
    }
}
