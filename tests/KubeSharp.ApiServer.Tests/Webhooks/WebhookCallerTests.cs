using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Tests.Support;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Tests.Webhooks;

public sealed class WebhookCallerTests
{
    private static readonly byte[] Question = "{\"kind\":\"Question\"}"u8.ToArray();
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_webhook_is_posted_the_document_and_its_answer_comes_back()
    {
        await using var server = await WebhookServer.StartAsync(request => new JsonObject { { "kind", "Answer" }, { "to", request.GetString("kind")! } });
        using var caller = Caller(new FakeObjects());
        var answer = await caller.PostAsync(At(server.Url, server.Bundle), Question, Long, tellTimeout: true, default);
        Assert.Equal("Question", answer.Document?.GetString("to"));
    }

    [Fact]
    public async Task A_service_is_reached_at_its_cluster_address_under_its_name_in_the_cluster()
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { { "kind", "Answer" } }, "hook.prod.svc");
        var objects = Service($$"""{"type":"ClusterIP","clusterIP":"127.0.0.1","ports":[{"port":{{server.Url.Port}}}]}""");
        using var caller = Caller(objects);
        var answer = await caller.PostAsync(OfService(server), Question, Long, tellTimeout: true, default);
        Assert.True(answer.IsOk, answer.Failure);
    }

    [Fact]
    public async Task With_aggregator_routing_a_service_is_reached_at_a_ready_endpoint()
    {
        await using var server = await WebhookServer.StartAsync(_ => new JsonObject { { "kind", "Answer" } }, "hook.prod.svc");
        var objects = Service("""{"clusterIP":"None","ports":[{"name":"web","port":443}]}""").Set("discovery.k8s.io", "endpointslices", $$$"""
            {"metadata":{"name":"hook-1","namespace":"prod","labels":{"kubernetes.io/service-name":"hook"}},
             "ports":[{"name":"web","port":{{{server.Url.Port}}}}],
             "endpoints":[{"addresses":["192.0.2.1"],"conditions":{"ready":false}},{"addresses":["127.0.0.1"]}]}
            """);
        using var caller = new WebhookCaller(new WebhookConnections(new ServiceResolver(objects, toEndpoints: true), TimeProvider.System));
        var answer = await caller.PostAsync(OfService(server, 443), Question, Long, tellTimeout: true, default);
        Assert.True(answer.IsOk, answer.Failure);
    }

    [Theory]
    [InlineData("""{"type":"ClusterIP","clusterIP":"None","ports":[{"port":443}]}""", """cannot route to service with ClusterIP "None" """)]
    [InlineData("""{"type":"ClusterIP","clusterIP":"127.0.0.1","ports":[{"port":80}]}""", """no service port 443 found for service "hook" """)]
    [InlineData(null, """service "hook" not found""")]
    public async Task A_service_that_leads_nowhere_is_named(string? spec, string why)
    {
        await using var server = await WebhookServer.StartAsync(_ => []);
        using var caller = Caller(spec is null ? new FakeObjects() : Service(spec));
        var answer = await caller.PostAsync(OfService(server, 443), Question, TimeSpan.FromSeconds(10), tellTimeout: true, default);
        Assert.Equal($"Post \"https://hook.prod.svc:443/?timeout=10s\": {why.Trim()}", answer.Failure);
    }

    [Fact]
    public async Task A_server_of_an_unknown_authority_is_not_believed()
    {
        await using var server = await WebhookServer.StartAsync(_ => []);
        await using var other = await WebhookServer.StartAsync(_ => []);
        using var caller = Caller(new FakeObjects());
        var answer = await caller.PostAsync(At(server.Url, other.Bundle), Question, Long, tellTimeout: false, default);
        Assert.EndsWith("tls: failed to verify certificate: x509: certificate signed by unknown authority", answer.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_name_is_not_believed()
    {
        await using var server = await WebhookServer.StartAsync(_ => [], "other.prod.svc");
        using var caller = Caller(Service($$"""{"type":"ClusterIP","clusterIP":"127.0.0.1","ports":[{"port":{{server.Url.Port}}}]}"""));
        var answer = await caller.PostAsync(OfService(server), Question, Long, tellTimeout: false, default);
        Assert.EndsWith("x509: certificate is valid for other.prod.svc, not hook.prod.svc", answer.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_a_refused_connection()
    {
        var server = await WebhookServer.StartAsync(_ => []);
        var (url, bundle) = (server.Url, server.Bundle);
        await server.DisposeAsync();
        using var caller = Caller(new FakeObjects());
        var answer = await caller.PostAsync(At(url, bundle), Question, Long, tellTimeout: false, default);
        Assert.Equal($"Post \"https://127.0.0.1:{url.Port}\": dial tcp 127.0.0.1:{url.Port}: connect: connection refused", answer.Failure);
    }

    [Fact]
    public async Task A_webhook_that_is_too_slow_is_a_failure_not_a_hang()
    {
        await using var server = await WebhookServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var caller = Caller(new FakeObjects());
        var answer = await caller.PostAsync(At(server.Url, server.Bundle), Question, TimeSpan.FromMilliseconds(100), tellTimeout: true, default);
        Assert.EndsWith("?timeout=1s\": context deadline exceeded", answer.Failure, StringComparison.Ordinal);
        Assert.True(answer.MayRetry);
    }

    [Theory]
    [InlineData(500, "boom", "an error on the server (\"boom\") has prevented the request from succeeding")]
    [InlineData(404, "", "the server could not find the requested resource")]
    [InlineData(500, """{"kind":"Status","message":"no disk"}""", "no disk")]
    [InlineData(302, "", "the server responded with the status code 302 but did not return more information")]
    public async Task A_status_that_is_no_success_is_put_in_words(int code, string body, string words)
    {
        await using var server = await WebhookServer.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = code;
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
        });
        using var caller = Caller(new FakeObjects());
        var answer = await caller.PostAsync(At(server.Url, server.Bundle), Question, Long, tellTimeout: false, default);
        Assert.Equal(words, answer.Failure);
        Assert.Equal(code, answer.StatusCode);
    }

    private static WebhookCaller Caller(FakeObjects objects) => new(new WebhookConnections(new ServiceResolver(objects, toEndpoints: false), TimeProvider.System));

    private static WebhookEndpoint At(Uri url, string bundle) => new() { Url = new Uri(url.GetLeftPart(UriPartial.Authority)), CaBundle = bundle };

    private static FakeObjects Service(string spec) =>
        new FakeObjects().Set("", "services", $$$"""{"metadata":{"name":"hook","namespace":"prod"},"spec":{{{spec}}}}""");

    private static WebhookEndpoint OfService(WebhookServer server, int? port = null) => WebhookEndpoint.FromClientConfig((JsonObject)JsonParser.Parse(
        $$$"""{"caBundle":"{{{server.BundleBase64}}}","service":{"namespace":"prod","name":"hook","port":{{{port ?? server.Url.Port}}}}}"""));
}
