using System.Net;
using System.Net.Http.Headers;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests;

public sealed class CrudTests
{
    [Fact]
    public async Task An_object_lives_from_its_creation_to_its_deletion()
    {
        await using var server = await TestServer.StartAsync();
        var created = await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"},"data":{"k":"v"}}""", HttpStatusCode.Created);
        Assert.Equal("ConfigMap", created.GetString("kind"));
        Assert.NotEqual("", created.FindString("metadata", "uid"));
        var version = created.FindString("metadata", "resourceVersion");

        var read = await SendAsync(server, HttpMethod.Get, "/api/v1/namespaces/default/configmaps/a", null, HttpStatusCode.OK);
        Assert.True(JsonValue.DeepEquals(created, read));

        read.GetOrAddObject("data").Set("k", new JsonString("w"));
        var updated = await SendAsync(server, HttpMethod.Put, "/api/v1/namespaces/default/configmaps/a", read.ToString(), HttpStatusCode.OK);
        Assert.NotEqual(version, updated.FindString("metadata", "resourceVersion"));
        var conflict = await SendAsync(server, HttpMethod.Put, "/api/v1/namespaces/default/configmaps/a", read.ToString(), HttpStatusCode.Conflict);
        Assert.Equal("Conflict", conflict.GetString("reason"));

        var list = await SendAsync(server, HttpMethod.Get, "/api/v1/configmaps?fieldSelector=metadata.name=a", null, HttpStatusCode.OK);
        Assert.Equal("ConfigMapList", list.GetString("kind"));
        Assert.Single(list.GetArray("items")!);
        Assert.Null(list.FindArray("items")![0].FindString("kind"));

        await SendAsync(server, HttpMethod.Delete, "/api/v1/namespaces/default/configmaps/a", null, HttpStatusCode.OK);
        await SendAsync(server, HttpMethod.Get, "/api/v1/namespaces/default/configmaps/a", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Names_that_nothing_can_be_kept_under_are_refused_and_are_no_fault()
    {
        await using var server = await TestServer.StartAsync();
        var role = await SendAsync(server, HttpMethod.Post, "/apis/rbac.authorization.k8s.io/v1/clusterroles", """{"metadata":{"name":"a\u0000b"}}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("may not contain U+0000", role.GetString("message"), StringComparison.Ordinal);
        var service = await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/services", """{"spec":{"ports":[{"port":80}]}}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("metadata.name: Required value", service.GetString("message"), StringComparison.Ordinal);
        var bad = await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/services", """{"metadata":{"name":"a/b"},"spec":{"ports":[{"port":80}]}}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("metadata.name: Invalid value", bad.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_approves_a_request_through_its_status_is_told_that_this_is_not_the_way()
    {
        await using var server = await TestServer.StartAsync();
        using var key = System.Security.Cryptography.ECDsa.Create();
        var pem = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=a", key, System.Security.Cryptography.HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var request = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pem));
        const string Path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
        var body = $$$"""{"metadata":{"name":"c"},"spec":{"request":"{{{request}}}","signerName":"example.com/s","usages":["client auth"]}}""";
        var created = await SendAsync(server, HttpMethod.Post, Path, body, HttpStatusCode.Created);
        created.Set("status", JsonParser.ParseObject("""{"conditions":[{"type":"Approved","status":"True"}]}"""u8));
        var refused = await SendAsync(server, HttpMethod.Put, Path + "/c/status", created.ToString(), HttpStatusCode.UnprocessableEntity);
        Assert.EndsWith("status.conditions: Forbidden: updates may not add a condition of type \"Approved\"", refused.GetString("message"), StringComparison.Ordinal);
        var approved = await SendAsync(server, HttpMethod.Put, Path + "/c/approval", created.ToString(), HttpStatusCode.OK);

        // What is said about the approval is the approver's word.
        ((JsonObject)approved.FindArray("status", "conditions")![0]).Set("reason", new JsonString("Other"));
        var kept = await SendAsync(server, HttpMethod.Put, Path + "/c/status", approved.ToString(), HttpStatusCode.OK);
        Assert.Null(kept.FindArray("status", "conditions")![0].FindString("reason"));
    }

    [Theory]
    [InlineData("/apis/storage.k8s.io/v1/namespaces/default/csistoragecapacities",
        """{"metadata":{"name":"a"},"storageClassName":"s","nodeTopology":{"matchLabels":{"beta.kubernetes.io/os":"a"},"matchExpressions":[{"key":"node-role.kubernetes.io/master","operator":"Exists"}]}}""",
        """nodeTopology.matchExpressions[0].key: node-role.kubernetes.io/master is use "node-role.kubernetes.io/control-plane" instead"""
        + "|" + """nodeTopology.matchLabels.beta.kubernetes.io/os: deprecated since v1.14; use "kubernetes.io/os" instead""")]
    [InlineData("/apis/node.k8s.io/v1/runtimeclasses",
        """{"metadata":{"name":"a"},"handler":"h","scheduling":{"nodeSelector":{"beta.kubernetes.io/os":"a"}}}""",
        """scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead""")]
    public async Task Whoever_uses_old_labels_of_nodes_is_warned(string path, string body, string warnings)
    {
        await using var server = await TestServer.StartAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(warnings.Split('|').Select(text => "\"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""), answer.Headers.Warning.Select(warning => warning.Text));
    }

    [Fact]
    public async Task The_status_of_a_range_may_come_with_it()
    {
        await using var server = await TestServer.StartAsync();
        const string Path = "/apis/networking.k8s.io/v1/servicecidrs";
        const string Status = """{"conditions":[{"type":"Ready","status":"True","reason":"R","message":"m","lastTransitionTime":"2020-01-01T00:00:00Z"}]}""";
        var plain = await SendAsync(server, HttpMethod.Post, Path, """{"metadata":{"name":"a"},"spec":{"cidrs":["10.222.0.0/24"]}}""", HttpStatusCode.Created);
        Assert.Equal("{}", plain["status"]!.ToString());
        var created = await SendAsync(server, HttpMethod.Post, Path, $$"""{"metadata":{"name":"b"},"spec":{"cidrs":["10.223.0.0/24"]},"status":{{Status}} }""", HttpStatusCode.Created);
        Assert.Equal("R", created.FindArray("status", "conditions")![0].FindString("reason"));
        created.FindArray("status", "conditions")!.RemoveAt(0);
        var updated = await SendAsync(server, HttpMethod.Put, Path + "/b", created.ToString(), HttpStatusCode.OK);
        Assert.True(updated.FindArray("status", "conditions") is null or { Count: 0 });
    }

    [Fact]
    public async Task An_address_keeps_its_owner_and_is_looked_at_again()
    {
        await using var server = await TestServer.StartAsync();
        const string Path = "/apis/networking.k8s.io/v1/ipaddresses";
        await SendAsync(server, HttpMethod.Post, Path, """{"metadata":{"name":"10.0.0.200"},"spec":{"parentRef":{"resource":"services","name":"a"}}}""", HttpStatusCode.Created);
        var refused = await SendAsync(
            server, HttpMethod.Put, Path + "/10.0.0.200", """{"metadata":{"name":"10.0.0.200"},"spec":{"parentRef":{"resource":"services"}}}""", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("spec.parentRef.name: Required value, spec.parentRef: Invalid value", refused.GetString("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_tells_what_is_there_and_what_happens()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""", HttpStatusCode.Created);
        using var answer = await server.Http.GetAsync(new Uri("/api/v1/namespaces/default/configmaps?watch=1", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.StartsWith("""{"type":"ADDED","object":{"kind":"ConfigMap",""", await lines.ReadLineAsync(), StringComparison.Ordinal);
        await SendAsync(server, HttpMethod.Delete, "/api/v1/namespaces/default/configmaps/a", null, HttpStatusCode.OK);
        Assert.StartsWith("""{"type":"DELETED","object":{"kind":"ConfigMap",""", await lines.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patches_at_the_same_time_are_all_taken()
    {
        await using var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""", HttpStatusCode.Created);
        var keys = Enumerable.Range(0, 32).Select(i => $"k{i}").ToList();
        await Task.WhenAll(keys.Select(k => Task.Run(() => SendAsync(
            server, HttpMethod.Patch, "/api/v1/namespaces/default/configmaps/a", $$$"""{"data":{"{{{k}}}":""}}""", HttpStatusCode.OK, "application/merge-patch+json"))));
        var patched = await SendAsync(server, HttpMethod.Get, "/api/v1/namespaces/default/configmaps/a", null, HttpStatusCode.OK);
        Assert.All(keys, k => Assert.NotNull(patched.FindString("data", k)));

        var stale = """{"metadata":{"resourceVersion":"1"},"data":{"late":""}}""";
        await SendAsync(server, HttpMethod.Patch, "/api/v1/namespaces/default/configmaps/a", stale, HttpStatusCode.Conflict, "application/merge-patch+json");
    }

    private static async Task<JsonObject> SendAsync(
        TestServer server, HttpMethod method, string path, string? body, HttpStatusCode expected, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var response = await server.Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(expected == response.StatusCode, System.Text.Encoding.UTF8.GetString(bytes));
        return JsonParser.ParseObject(bytes);
    }
}
