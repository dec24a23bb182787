using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Admission.Webhooks;

public sealed class AdmissionWebhookTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string AnyConfigMap = """{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}""";

    [Fact]
    public async Task A_mutating_webhook_changes_what_is_stored()
    {
        await using var hook = await WebhookServer.StartAsync(request => Patch(request, """[{"op":"add","path":"/data","value":{"by":"hook"}}]"""));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(server, "mutating", hook, AnyConfigMap);
        var (code, made) = await CreateUntilAsync(server, "a", (_, answer) => answer.FindString("data", "by") is not null);
        Assert.Equal(201, code);
        Assert.Equal("hook", made.FindString("data", "by"));
        var question = hook.Requests[^1].GetObject("request")!;
        Assert.Equal("CREATE", question.GetString("operation"));
        Assert.Equal("default", question.GetString("namespace"));
        Assert.Equal("ConfigMap", question.FindString("object", "kind"));
        Assert.True(question["oldObject"]!.IsNull);
        Assert.Equal("CreateOptions", question.FindString("options", "kind"));
        Assert.Equal("admin", question.FindString("userInfo", "username"));
    }

    [Theory]
    [InlineData("""{"message":"not today"}""", 400, "admission webhook \"hook.example.com\" denied the request: not today")]
    [InlineData("""{"code":418,"reason":"Teapot"}""", 418, "admission webhook \"hook.example.com\" denied the request: Teapot")]
    [InlineData("""{"code":200}""", 400, "admission webhook \"hook.example.com\" denied the request without explanation")]
    public async Task A_validating_webhook_refuses_in_its_own_words(string status, int code, string message)
    {
        await using var hook = await WebhookServer.StartAsync(request => Review(request, new JsonObject { { "allowed", false }, { "status", JsonParser.Parse(status) } }));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(server, "validating", hook, AnyConfigMap);
        var (actual, answer) = await CreateUntilAsync(server, "a", (status, _) => status != 201);
        Assert.Equal(code, actual);
        Assert.Equal(message, answer.GetString("message"));
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_asked_refuses_the_request_or_is_left_out_as_its_failure_policy_says()
    {
        await using var hook = await WebhookServer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(server, "validating", hook, AnyConfigMap);
        var (code, answer) = await CreateUntilAsync(server, "a", (status, _) => status != 201);
        Assert.Equal(500, code);
        Assert.Equal("InternalError", answer.GetString("reason"));
        Assert.Equal(
            "Internal error occurred: failed calling webhook \"hook.example.com\": failed to call webhook: the server is currently unable to handle the request",
            answer.GetString("message"));
        await SendAsync(
            server,
            HttpMethod.Patch,
            "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/hook",
            """[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Ignore"}]""",
            "application/json-patch+json");
        (code, _) = await CreateUntilAsync(server, "b", (status, _) => status == 201);
        Assert.Equal(201, code);
    }

    [Fact]
    public async Task Warnings_of_a_webhook_reach_the_caller()
    {
        await using var hook = await WebhookServer.StartAsync(request =>
            Review(request, new JsonObject { { "allowed", true }, { "warnings", new JsonArray { "mind the gap" } } }));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(server, "validating", hook, AnyConfigMap);
        for (var i = 0; hook.Requests.Count == 0; i++) await CreateAsync(server, $"a{i}");
        using var response = await PostAsync(server, ConfigMaps, ConfigMap("last"));
        Assert.Contains("mind the gap", string.Join('|', response.Headers.GetValues("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_for_another_version_sees_the_object_converted()
    {
        await using var hook = await WebhookServer.StartAsync(request => Patch(request, """[{"op":"replace","path":"/spec/maxReplicas","value":7}]"""));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(
            server, "mutating", hook, """{"operations":["CREATE"],"apiGroups":["autoscaling"],"apiVersions":["v1"],"resources":["horizontalpodautoscalers"]}""");
        JsonObject? made = null;
        for (var i = 0; hook.Requests.Count == 0; i++)
        {
            using var response = await PostAsync(server, "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", $$"""
                {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h{{i}}"},
                 "spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},
                 "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60} } }]} }
                """);
            made = await ReadAsync(response);
        }

        var seen = hook.Requests[0].GetObject("request")!;
        Assert.Equal("autoscaling/v1", seen.FindString("object", "apiVersion"));
        Assert.Equal("60", seen.Find("object", "spec", "targetCPUUtilizationPercentage")?.ToString());
        Assert.Equal("v1", seen.FindString("kind", "version"));
        Assert.Equal("v2", seen.FindString("requestKind", "version"));
        Assert.Equal("autoscaling/v2", made!.GetString("apiVersion"));
        Assert.Equal("7", made.Find("spec", "maxReplicas")?.ToString());
    }

    [Fact]
    public async Task A_webhook_that_may_be_asked_again_is_when_one_after_it_changed_the_object()
    {
        await using var first = await WebhookServer.StartAsync(request => Patch(request, "[]"));
        await using var second = await WebhookServer.StartAsync(request => Patch(request, """[{"op":"add","path":"/data","value":{"by":"second"}}]"""));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(server, "mutating", second, AnyConfigMap, "hook-b");
        await CreateUntilAsync(server, "warm", (_, answer) => answer.FindString("data", "by") is not null);
        await ConfigureAsync(server, "mutating", first, AnyConfigMap, "hook-a", "\"reinvocationPolicy\":\"IfNeeded\",");
        for (var i = 0; first.Requests.Count == 0; i++) await CreateAsync(server, $"c{i}");
        Assert.Equal(2, first.Requests.Count);
        Assert.Equal("second", first.Requests[1].FindString("request", "object", "data", "by"));
    }

    [Fact]
    public async Task Configurations_of_webhooks_are_never_shown_to_webhooks()
    {
        await using var hook = await WebhookServer.StartAsync(request => Review(request, new JsonObject { { "allowed", false } }));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(server, "validating", hook, """{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["*/*"]}""");
        await CreateUntilAsync(server, "a", (status, _) => status == 400);
        using var response = await server.Http.DeleteAsync("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/hook");
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_webhook_for_the_scale_of_a_workload_sees_and_changes_the_Scale()
    {
        await using var hook = await WebhookServer.StartAsync(request => Patch(request, """[{"op":"replace","path":"/spec/replicas","value":5}]"""));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(server, "mutating", hook, """{"operations":["UPDATE"],"apiGroups":["apps"],"apiVersions":["v1"],"resources":["deployments/scale"]}""");
        using var made = await PostAsync(server, "/apis/apps/v1/namespaces/default/deployments", """
            {"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        Assert.Equal(201, (int)made.StatusCode);
        JsonObject? scaled = null;
        for (var i = 2; hook.Requests.Count == 0; i++)
        {
            using var response = await SendAsync(
                server,
                HttpMethod.Patch,
                "/apis/apps/v1/namespaces/default/deployments/d/scale",
                $$$"""{"spec":{"replicas":{{{i}}}}}""",
                "application/merge-patch+json");
            scaled = await ReadAsync(response);
        }

        Assert.Equal("Scale", hook.Requests[0].FindString("request", "object", "kind"));
        Assert.Equal("Scale", hook.Requests[0].FindString("request", "oldObject", "kind"));
        Assert.Equal("5", scaled!.Find("spec", "replicas")?.ToString());
    }

    [Fact]
    public async Task Match_conditions_decide_whether_a_webhook_is_asked()
    {
        await using var hook = await WebhookServer.StartAsync(request => Review(request, new JsonObject { { "allowed", false } }));
        await using var server = await TestServer.StartAsync();
        await ConfigureAsync(
            server, "validating", hook, AnyConfigMap, "hook", "\"matchConditions\":[{\"name\":\"c\",\"expression\":\"object.metadata.name.startsWith('bad')\"}],");
        await CreateUntilAsync(server, "bad", (status, _) => status == 400);
        Assert.Equal(201, (await CreateAsync(server, "good")).Code);
    }

    [Theory]
    [InlineData("\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"other\"}},")]
    [InlineData("\"objectSelector\":{\"matchLabels\":{\"no\":\"match\"}},")]
    [InlineData("\"matchPolicy\":\"Exact\",")]
    public async Task A_webhook_is_not_asked_about_what_its_selectors_leave_out(string extra)
    {
        await using var hook = await WebhookServer.StartAsync(request => Review(request, new JsonObject { { "allowed", false } }));
        await using var server = await TestServer.StartAsync();
        var rule = extra.Contains("Exact", StringComparison.Ordinal)
            ? """{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v2"],"resources":["configmaps"]}"""
            : AnyConfigMap;
        await ConfigureAsync(server, "validating", hook, rule, "hook-a", extra);
        await ConfigureAsync(server, "validating", hook, AnyConfigMap, "hook-b");
        await CreateUntilAsync(server, "a", (status, _) => status == 400);
        hook.Requests.Clear();
        Assert.Equal(400, (await CreateAsync(server, "b")).Code);
        Assert.Single(hook.Requests);
    }

    private static JsonObject Review(JsonObject request, JsonObject response)
    {
        response.Set("uid", new JsonString(request.FindString("request", "uid")!));
        return new JsonObject { { "kind", "AdmissionReview" }, { "apiVersion", request.GetString("apiVersion")! }, { "response", response } };
    }

    private static JsonObject Patch(JsonObject request, string patch) => Review(request, new JsonObject
    {
        { "allowed", true },
        { "patchType", "JSONPatch" },
        { "patch", Convert.ToBase64String(Encoding.UTF8.GetBytes(patch)) },
    });

    private static async Task ConfigureAsync(TestServer server, string kind, WebhookServer hook, string rule, string name = "hook", string extra = "")
    {
        var title = kind == "mutating" ? "Mutating" : "Validating";
        using var response = await PostAsync(server, $"/apis/admissionregistration.k8s.io/v1/{kind}webhookconfigurations", $$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{title}}WebhookConfiguration","metadata":{"name":"{{name}}"},
             "webhooks":[{"name":"hook.example.com","sideEffects":"None","admissionReviewVersions":["v1"],{{extra}}
             "clientConfig":{"url":"{{hook.Url.GetLeftPart(UriPartial.Authority)}}/hook","caBundle":"{{hook.BundleBase64}}"},"rules":[{{rule}}]}]}
            """);
        Assert.True((int)response.StatusCode == 201, await response.Content.ReadAsStringAsync());
    }

    private static string ConfigMap(string name) => $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"}}""";

    // A configuration takes effect a moment after it is written.
    private static async Task<(int Code, JsonObject Answer)> CreateUntilAsync(TestServer server, string name, Func<int, JsonObject, bool> reached)
    {
        for (var i = 0; ; i++)
        {
            var (code, answer) = await CreateAsync(server, $"{name}-{i}");
            if (reached(code, answer) || i == 500) return (code, answer);
        }
    }

    private static async Task<(int Code, JsonObject Answer)> CreateAsync(TestServer server, string name)
    {
        using var response = await PostAsync(server, ConfigMaps, ConfigMap(name));
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string path, string body) => SendAsync(server, HttpMethod.Post, path, body, "application/json");

    private static async Task<HttpResponseMessage> SendAsync(TestServer server, HttpMethod method, string path, string body, string type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        return await server.Http.SendAsync(request);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response) => (JsonObject)JsonParser.Parse(await response.Content.ReadAsByteArrayAsync());
}
