using System.Net.Http.Headers;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.Webhook;
using KubeSharp.ApiServer.Authorization.Configuration;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Authorization;

/// <summary>Services outside that know tokens or decide about requests.</summary>
public sealed class WebhookAccessTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new("webhook-ca");
    private TestHttps webhook = null!;

    public async ValueTask InitializeAsync() => webhook = await TestHttps.StartAsync(authority);

    public async ValueTask DisposeAsync()
    {
        await webhook.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_remembered()
    {
        webhook.Answer = (_, body) => body.Contains("good", StringComparison.Ordinal)
            ? (200, """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","status":{"authenticated":true,"user":{"username":"jane","uid":"1","groups":["dev"],"extra":{"k":["v"]}}}}""")
            : (200, """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","status":{"authenticated":false,"error":"no"}}""");
        await using var server = await TlsTestServer.StartAsync((options, folder) => options with
        {
            AuthenticationWebhook = new WebhookTokenOptions { ConfigFile = webhook.WriteKubeconfig(folder, authority, "/tokens"), Version = "v1" },
        });
        using var client = server.Client();
        for (var i = 0; i < 2; i++)
        {
            var (status, user) = await TlsTestServer.WhoAsync(client, Bearer("good"));
            Assert.Equal(201, status);
            Assert.Equal("""{"username":"jane","uid":"1","groups":["dev","system:authenticated"],"extra":{"k":["v"]}}""", user!.ToString());
        }

        Assert.Equal(401, (await TlsTestServer.WhoAsync(client, Bearer("bad"))).Status);
        Assert.Equal(2, webhook.Requests.Count);
        var review = JsonParser.ParseObject(Encoding.UTF8.GetBytes(webhook.Requests.First().Body));
        Assert.Equal(("authentication.k8s.io/v1", "TokenReview", "good"), (review.GetString("apiVersion"), review.GetString("kind"), review.FindString("spec", "token")));
        Assert.Equal("""["https://kubernetes.default.svc"]""", review.FindArray("spec", "audiences")!.ToString());
    }

    [Fact]
    public async Task The_mode_Webhook_asks_with_the_older_version()
    {
        webhook.Answer = (_, body) => (200, $$$"""{"status":{"reason":"so it is","allowed":{{{(body.Contains("pods", StringComparison.Ordinal) ? "true" : "false")}}} }}""");
        await using var server = await TestServer.StartAsync((options, folder) => options with
        {
            AuthorizationModes = ["Webhook"],
            AuthorizationWebhook = new AuthorizationWebhookOptions { ConfigFile = webhook.WriteKubeconfig(folder, authority) },
        });
        Assert.Equal(200, (await GetAsync(server, "/api/v1/pods")).Status);
        var (status, body) = await GetAsync(server, "/api/v1/namespaces/ns/secrets");
        Assert.Equal(403, status);
        Assert.Equal("secrets is forbidden: User \"jane\" cannot list resource \"secrets\" in API group \"\" in the namespace \"ns\": so it is", body.GetString("message"));
        var question = JsonParser.ParseObject(Encoding.UTF8.GetBytes(webhook.Requests.First().Body));
        Assert.Equal("authorization.k8s.io/v1beta1", question.GetString("apiVersion"));
        Assert.Equal("""{"resourceAttributes":{"verb":"list","version":"v1","resource":"pods"},"user":"jane","group":["system:authenticated"]}""", question["spec"]!.ToString());
    }

    [Theory]
    [InlineData("Deny", 500)]
    [InlineData("NoOpinion", 500)]
    public async Task A_webhook_that_fails_is_no_refusal(string policy, int expected)
    {
        webhook.Answer = (_, _) => (400, "{}");
        await using var server = await TestServer.StartAsync((options, folder) => options with { AuthorizationConfigFile = Configure(folder, policy, "[]") });
        Assert.Equal(expected, (await GetAsync(server, "/api/v1/pods")).Status);
    }

    [Fact]
    public async Task Conditions_say_which_requests_a_webhook_is_asked_about_and_the_file_reloads()
    {
        webhook.Answer = (_, _) => (200, """{"status":{"denied":true,"reason":"never"}}""");
        var file = "";
        await using var server = await TestServer.StartAsync((options, folder) => options with
        {
            AuthorizationConfigFile = file = Configure(folder, "Deny", """[{expression: "has(request.resourceAttributes) && request.resourceAttributes.namespace == 'closed'"}]"""),
        });
        Assert.Equal(200, (await GetAsync(server, "/version")).Status);
        Assert.Equal(403, (await GetAsync(server, "/api/v1/namespaces/open/pods")).Status);
        Assert.Empty(webhook.Requests);
        var (status, body) = await GetAsync(server, "/api/v1/namespaces/closed/pods");
        Assert.Equal(403, status);
        Assert.EndsWith(": never", body.GetString("message"), StringComparison.Ordinal);
        Configure(Path.GetDirectoryName(file)!, "Deny", """[{expression: "request.user == 'nobody'"}]""");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await GetAsync(server, "/api/v1/namespaces/closed/pods")).Body.GetString("message")!.EndsWith("never", StringComparison.Ordinal))
            await Task.Delay(100, patience.Token);
    }

    [Theory]
    [InlineData("[]", "authorizers: Required value: at least one authorization mode must be defined")]
    [InlineData("[{type: RBAC, name: x}]", "expected name rbac for authorizer RBAC instead of x")]
    [InlineData("[{type: RBAC, name: rbac}, {type: RBAC, name: rbac}]", "authorizers[1].type: Duplicate value: \"RBAC\"")]
    [InlineData("[{type: Foo, name: x}]", "authorizers[0].type: Unsupported value: \"Foo\": supported values: \"ABAC\", \"AlwaysAllow\", \"AlwaysDeny\", \"Node\", \"RBAC\", \"Webhook\"")]
    [InlineData("[{type: Webhook, name: x}]", "authorizers[0].webhook: Required value: required when type=Webhook")]
    public void A_faulty_configuration_says_what_is_wrong(string authorizers, string message)
    {
        var text = $"apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: {authorizers}";
        Assert.Equal(message, Assert.Throws<FormatException>(() => AuthorizationConfigurationReader.Read(text, [])).Message);
    }

    private static Action<HttpRequestMessage> Bearer(string token) => request => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

    private string Configure(string folder, string policy, string conditions)
    {
        var kubeconfig = webhook.WriteKubeconfig(folder, authority);
        var file = Path.Combine(folder, "authorization.yaml");
        File.WriteAllText(file, $$"""
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthorizationConfiguration
            authorizers:
            - type: Webhook
              name: hook
              webhook:
                timeout: 3s
                subjectAccessReviewVersion: v1
                matchConditionSubjectAccessReviewVersion: v1
                failurePolicy: {{policy}}
                connectionInfo: {type: KubeConfigFile, kubeConfigFile: {{kubeconfig}}}
                matchConditions: {{conditions}}
            - {type: RBAC, name: rbac}
            """);
        return file;
    }

    // As a user who holds nothing.
    private static async Task<(int Status, JsonObject Body)> GetAsync(TestServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Impersonate-User", "jane");
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonParser.TryParse(bytes, out var value, out _) && value is JsonObject document ? document : []);
    }
}
