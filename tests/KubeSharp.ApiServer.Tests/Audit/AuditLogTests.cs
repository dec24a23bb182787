using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Audit;

/// <summary>What a server writes down of requests that it answers.</summary>
public sealed class AuditLogTests
{
    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitManagedFields: true
        rules:
        - {level: None, nonResourceURLs: ["/healthz", "/metrics"]}
        - {level: Metadata, resources: [{group: "", resources: [secrets]}]}
        - {level: RequestResponse, omitStages: [RequestReceived], namespaces: [default]}
        - {level: Metadata, omitStages: [ResponseComplete]}
        """;

    [Fact]
    public async Task Events_say_who_did_what_and_what_came_of_it()
    {
        var log = "";
        await using (var server = await TestServer.StartAsync((options, folder) => options with { Audit = Options(folder, out log) }))
        {
            await SendAsync(server.Http, HttpMethod.Post, "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
            await SendAsync(server.Http, HttpMethod.Get, "/healthz");
            await SendAsync(server.Http, HttpMethod.Get, "/api/v1/namespaces/other/secrets", impersonate: "bob");
            var events = await ReadAsync(log, one => one.GetString("stage") == "ResponseComplete" && one.FindString("objectRef", "resource") == "secrets");
            var created = Assert.Single(events, one => one.GetString("verb") == "create");
            Assert.Equal(("RequestResponse", "ResponseComplete"), (created.GetString("level"), created.GetString("stage")));
            Assert.Equal("admin", created.FindString("user", "username"));
            Assert.Equal("""{"resource":"configmaps","namespace":"default","name":"a","apiVersion":"v1"}""", created["objectRef"]!.ToString());
            Assert.Equal("v", created.FindString("requestObject", "data", "k"));
            Assert.NotNull(created.FindString("responseObject", "metadata", "uid"));
            Assert.Null(created.Find("responseObject", "metadata", "managedFields"));
            // A slow machine adds how long it took.
            Assert.Equal(("allow", ""), (created.FindString("annotations", "authorization.k8s.io/decision"), created.FindString("annotations", "authorization.k8s.io/reason")));
            Assert.DoesNotContain(events, one => one.GetString("requestURI") == "/healthz");
            var forbidden = events.Where(one => one.GetString("verb") == "list" && one.FindString("objectRef", "resource") == "secrets").ToList();
            Assert.Equal(["RequestReceived", "ResponseComplete"], forbidden.Select(one => one.GetString("stage")!));
            Assert.Equal("bob", forbidden[1].FindString("impersonatedUser", "username"));
            Assert.Equal("Forbidden", forbidden[1].FindString("responseStatus", "reason"));
            Assert.Equal("forbid", forbidden[1].FindString("annotations", "authorization.k8s.io/decision"));
            Assert.Null(forbidden[1]["responseObject"]);
        }
    }

    [Fact]
    public async Task A_refused_credential_is_written_down_once()
    {
        var log = "";
        await using var server = await TlsTestServer.StartAsync((options, folder) => options with { Audit = Options(folder, out log) });
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Authorization", "Bearer nobody");
        Assert.Equal(401, (await TlsTestServer.WhoAsync(client)).Status);
        var refused = Assert.Single(await ReadAsync(log, IsReview), IsReview);
        static bool IsReview(JsonObject one) => one.FindString("objectRef", "resource") == "selfsubjectreviews";
        Assert.Equal("ResponseStarted", refused.GetString("stage"));
        Assert.Equal("Unauthorized", refused.FindString("responseStatus", "message"));
        Assert.Equal("{}", refused["user"]!.ToString());
    }

    [Fact]
    public async Task A_webhook_gets_events_in_lists()
    {
        using var authority = new TestAuthority();
        await using var webhook = await TestHttps.StartAsync(authority);
        webhook.Answer = (_, _) => (200, "");
        await using (var server = await TestServer.StartAsync((options, folder) => options with
        {
            Audit = Options(folder, out _) with
            {
                LogPath = null,
                WebhookConfigFile = webhook.WriteKubeconfig(folder, authority, "/events"),
                Webhook = AuditBatchOptions.ForWebhook with { MaxBatchWait = TimeSpan.FromMilliseconds(50) },
            },
        }))
        {
            await SendAsync(server.Http, HttpMethod.Get, "/api/v1/namespaces/default/configmaps");
        }

        // The end of the server waits for what is on its way.
        var (path, body) = Assert.Single(webhook.Requests, one => one.Body.Contains("configmaps", StringComparison.Ordinal));
        Assert.Equal("/events", path);
        var list = JsonParser.ParseObject(Encoding.UTF8.GetBytes(body));
        Assert.Equal("EventList", list.GetString("kind"));
        Assert.Contains(list.GetArray("items")!.OfType<JsonObject>(), one => one.GetString("verb") == "list");
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_stops_requests_only_where_it_must()
    {
        var log = "";
        await using var server = await TestServer.StartAsync((options, folder) => options with
        {
            Audit = Options(folder, out log) with { LogPath = "/dev/full", Log = AuditBatchOptions.ForLog with { Mode = AuditMode.BlockingStrict } },
        });
        using var response = await server.Http.GetAsync(new Uri("/api/v1/namespaces/other/secrets", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains("failed to store audit event", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await SendAsync(server.Http, HttpMethod.Get, "/healthz");
        var metrics = await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("apiserver_audit_requests_rejected_total 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("apiserver_audit_error_total{plugin=\"log\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("apiserver_audit_level_total{level=\"None\"} ", metrics, StringComparison.Ordinal);
    }

    private static AuditOptions Options(string folder, out string log)
    {
        var policy = Path.Combine(folder, "policy.yaml");
        File.WriteAllText(policy, Policy);
        return new AuditOptions { PolicyFile = policy, LogPath = log = Path.Combine(folder, "audit.log") };
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, string? body = null, string? impersonate = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (impersonate is not null) request.Headers.Add("Impersonate-User", impersonate);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    // The last event of a request is written when its answer has gone out: the caller may be faster.
    private static async Task<List<JsonObject>> ReadAsync(string log, Func<JsonObject, bool> last)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            List<JsonObject> events = [.. File.ReadAllLines(log).Select(line => JsonParser.ParseObject(Encoding.UTF8.GetBytes(line)))];
            if (events.Exists(one => last(one))) return events;
            await Task.Delay(20, patience.Token);
        }
    }
}
