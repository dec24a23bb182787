using System.Net;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Tests.Resources.Core.Pods;

/// <summary>Evictions over HTTP: budgets, marks, and what older clients send.</summary>
public sealed class EvictionTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

    [Fact]
    public async Task ABudgetThatIsUpToDateLetsAsManyGoAsItAllows()
    {
        await using var server = await StartAsync();
        await BudgetAsync(server, "b");
        var early = await EvictAsync(server, "p", HttpStatusCode.TooManyRequests);
        Assert.Equal("The disruption budget b is still being processed by the server.", early.FindArray("details", "causes")![0].FindString("message"));

        await AllowAsync(server, "b", 1);
        await EvictAsync(server, "p", HttpStatusCode.Created);
        var pod = await SendAsync(server, HttpMethod.Get, Pods + "/p", "", HttpStatusCode.OK);
        Assert.NotNull(pod.FindString("metadata", "deletionTimestamp"));
        Assert.Contains(pod.FindArray("status", "conditions")!, condition => condition.FindString("type") == "DisruptionTarget" && condition.FindString("reason") == "EvictionByEvictionAPI");
        var budget = await SendAsync(server, HttpMethod.Get, Budgets + "/b", "", HttpStatusCode.OK);
        Assert.Equal(0, budget.GetObject("status")!.GetInt64("disruptionsAllowed"));
        Assert.True(budget.FindObject("status", "disruptedPods")!.Contains("p"));
        Assert.Contains(budget.FindArray("metadata", "managedFields")!, owner => owner.FindString("manager") == "kube-apiserver");
    }

    [Fact]
    public async Task ADryRunChangesNothing()
    {
        await using var server = await StartAsync();
        await BudgetAsync(server, "b");
        await AllowAsync(server, "b", 1);
        await SendAsync(server, HttpMethod.Post, Pods + "/p/eviction?dryRun=All", """{"metadata":{"name":"p"}}""", HttpStatusCode.Created);
        var pod = await SendAsync(server, HttpMethod.Get, Pods + "/p", "", HttpStatusCode.OK);
        Assert.Null(pod.FindString("metadata", "deletionTimestamp"));
        Assert.Single(pod.FindArray("status", "conditions")!);
        Assert.Equal(1, (await SendAsync(server, HttpMethod.Get, Budgets + "/b", "", HttpStatusCode.OK)).GetObject("status")!.GetInt64("disruptionsAllowed"));
    }

    [Fact]
    public async Task TwoBudgetsForOnePodAreMoreThanEvictionCanServe()
    {
        await using var server = await StartAsync();
        await BudgetAsync(server, "a");
        await BudgetAsync(server, "b");
        var answer = await EvictAsync(server, "p", HttpStatusCode.Created);
        Assert.Equal(("Failure", 500), (answer.GetString("status"), answer.GetInt64("code")));
    }

    [Fact]
    public async Task AnUnreadyPodMayGoIfThatIsThePolicy()
    {
        await using var server = await StartAsync(ready: "False");
        await BudgetAsync(server, "b", ""","unhealthyPodEvictionPolicy":"AlwaysAllow" """);
        await EvictAsync(server, "p", HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"apiVersion":"policy/v1beta1","kind":"Eviction","metadata":{"name":"p"}}""", HttpStatusCode.Created)]
    [InlineData("""{"metadata":{"name":"q"}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"metadata":{"name":"p"},"deleteOptions":{"preconditions":{"uid":"other"}}}""", HttpStatusCode.Conflict)]
    [InlineData("""{"metadata":{"name":"p"},"deleteOptions":{"preconditions":{"resourceVersion":"1"}}}""", HttpStatusCode.Conflict)]
    [InlineData("""{"metadata":{"name":"p"},"deleteOptions":{"dryRun":["Some"]}}""", HttpStatusCode.UnprocessableEntity)]
    public async Task WhatIsAskedForIsChecked(string body, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        await SendAsync(server, HttpMethod.Post, Pods + "/p/eviction", body, expected);
    }

    private static async Task<TestServer> StartAsync(string ready = "True")
    {
        var server = await TestServer.StartAsync();
        await SendAsync(server, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""", HttpStatusCode.Created);
        await SendAsync(
            server,
            HttpMethod.Post,
            Pods,
            """{"metadata":{"name":"p","labels":{"app":"x"}},"spec":{"nodeName":"n","containers":[{"name":"c","image":"i"}]}}""",
            HttpStatusCode.Created);
        await PatchAsync(server, Pods + "/p/status", $$$"""{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"{{{ready}}}"}]}}""");
        return server;
    }

    private static Task<JsonObject> BudgetAsync(TestServer server, string name, string more = "") => SendAsync(
        server,
        HttpMethod.Post,
        Budgets,
        $$$"""{"metadata":{"name":"{{{name}}}"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"x"}}{{{more}}}}}""",
        HttpStatusCode.Created);

    private static Task<JsonObject> AllowAsync(TestServer server, string name, int pods) => PatchAsync(
        server, $"{Budgets}/{name}/status", $$$"""{"status":{"observedGeneration":1,"disruptionsAllowed":{{{pods}}},"currentHealthy":2,"desiredHealthy":1,"expectedPods":2}}""");

    private static Task<JsonObject> EvictAsync(TestServer server, string pod, HttpStatusCode expected) =>
        SendAsync(server, HttpMethod.Post, $"{Pods}/{pod}/eviction", $$$"""{"metadata":{"name":"{{{pod}}}"}}""", expected);

    private static Task<JsonObject> PatchAsync(TestServer server, string path, string body) =>
        SendAsync(server, HttpMethod.Patch, path, body, HttpStatusCode.OK, "application/merge-patch+json");

    private static async Task<JsonObject> SendAsync(
        TestServer server, HttpMethod method, string path, string body, HttpStatusCode expected, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body.Length > 0) request.Content = new StringContent(body) { Headers = { ContentType = new(type) } };
        using var response = await server.Http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.True(expected == response.StatusCode, System.Text.Encoding.UTF8.GetString(bytes));
        return JsonParser.ParseObject(bytes);
    }
}
