using System.Net;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.FlowControl;

namespace KubeSharp.ApiServer.Tests.FlowControl;

public sealed class FlowControlServerTests
{
    private const string Api = "/apis/flowcontrol.apiserver.k8s.io/v1";

    [Fact]
    public async Task The_default_objects_are_there_and_come_back_when_they_are_deleted_or_changed()
    {
        await using var server = await TestServer.StartAsync();
        var schemas = await GetAsync(server.Http, $"{Api}/flowschemas");
        Assert.Equal(13, schemas.GetArray("items")!.Count);
        Assert.Equal(8, (await GetAsync(server.Http, $"{Api}/prioritylevelconfigurations")).GetArray("items")!.Count);

        using var deleted = await server.Http.DeleteAsync(new Uri($"{Api}/flowschemas/catch-all", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await UntilAsync(async () => (await GetAsync(server.Http, $"{Api}/flowschemas/catch-all")).GetString("kind") == "FlowSchema");

        await PatchAsync(server.Http, $"{Api}/prioritylevelconfigurations/system", """{"spec":{"limited":{"nominalConcurrencyShares":1}}}""");
        await UntilAsync(async () => Shares(await GetAsync(server.Http, $"{Api}/prioritylevelconfigurations/system")) == 30);

        await PatchAsync(server.Http, $"{Api}/prioritylevelconfigurations/system", """{"metadata":{"annotations":{"apf.kubernetes.io/autoupdate-spec":"false"}},"spec":{"limited":{"nominalConcurrencyShares":7}}}""");
        await UntilAsync(async () => (await GetAsync(server.Http, $"{Api}/prioritylevelconfigurations/system")) is var level && Shares(level) == 7);
    }

    [Fact]
    public async Task A_schema_is_told_whether_its_level_exists()
    {
        await using var server = await TestServer.StartAsync();
        await PostAsync(server.Http, $"{Api}/flowschemas", """{"metadata":{"name":"lost"},"spec":{"priorityLevelConfiguration":{"name":"nowhere"},"rules":[]}}""");
        await UntilAsync(async () => await DanglingAsync(server.Http) is ("True", "NotFound"));
        await PostAsync(server.Http, $"{Api}/prioritylevelconfigurations", """{"metadata":{"name":"nowhere"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}}}}""");
        await UntilAsync(async () => await DanglingAsync(server.Http) is ("False", "Found"));
    }

    [Fact]
    public async Task Who_finds_no_seat_is_told_to_come_again_and_administrators_are_not()
    {
        await using var server = await TestServer.StartAsync((options, _) => options with { MaxRequestsInflight = 1, MaxMutatingRequestsInflight = 0 });
        await PostAsync(server.Http, $"{Api}/prioritylevelconfigurations", """{"metadata":{"name":"none"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":0,"limitResponse":{"type":"Reject"}}}}""");
        await PostAsync(server.Http, $"{Api}/flowschemas", """
            {"metadata":{"name":"joe"},"spec":{"matchingPrecedence":10,"priorityLevelConfiguration":{"name":"none"},
             "rules":[{"subjects":[{"kind":"User","user":{"name":"joe"}}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}]}}
            """);
        using var joe = new HttpClient(server.Component.CreateHandler(new UserInfo { Name = "joe", Groups = [UserInfo.AuthenticatedGroup] })) { BaseAddress = new Uri("http://kubernetes") };
        await UntilAsync(async () =>
        {
            using var tried = await joe.GetAsync(new Uri("/version", UriKind.Relative));
            return tried.StatusCode == HttpStatusCode.TooManyRequests;
        });
        using var refused = await joe.GetAsync(new Uri("/version", UriKind.Relative));
        Assert.Equal("Too many requests, please try again later.\n", await refused.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
        var level = await GetAsync(server.Http, $"{Api}/prioritylevelconfigurations/none");
        Assert.Equal(level.FindString("metadata", "uid"), refused.Headers.GetValues("X-Kubernetes-PF-PriorityLevel-UID").Single());

        using var served = await server.Http.GetAsync(new Uri("/version", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        var exempt = await GetAsync(server.Http, $"{Api}/flowschemas/exempt");
        Assert.Equal(exempt.FindString("metadata", "uid"), served.Headers.GetValues("X-Kubernetes-PF-FlowSchema-UID").Single());
        var metrics = await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("apiserver_flowcontrol_rejected_requests_total{flow_schema=\"joe\",priority_level=\"none\",reason=\"concurrency-limit\"}", metrics, StringComparison.Ordinal);
        var dump = await server.Http.GetStringAsync(new Uri("/debug/api_priority_and_fairness/dump_priority_levels", UriKind.Relative));
        Assert.StartsWith("PriorityLevelName, ActiveQueues, IsIdle, IsQuiescing, WaitingRequests, ", dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_priority_and_fairness_requests_have_no_schema()
    {
        await using var server = await TestServer.StartAsync((options, _) => options with { EnablePriorityAndFairness = false });
        using var served = await server.Http.GetAsync(new Uri("/version", UriKind.Relative));
        Assert.False(served.Headers.Contains("X-Kubernetes-PF-FlowSchema-UID"));
    }

    [Theory]
    [InlineData("true", 5, true)]
    [InlineData("true", 1, true)]
    [InlineData("false", 1, false)]
    [InlineData(null, 1, true)]
    [InlineData(null, 2, false)]
    public void A_suggested_object_is_put_right_unless_an_administrator_has_taken_it_over(string? annotation, int generation, bool updated)
    {
        var wanted = FlowControlObjects.SuggestedLevels[0];
        var present = wanted.Clone();
        var metadata = present.GetObject("metadata")!;
        metadata.Set("generation", generation);
        metadata.Remove("annotations");
        if (annotation is not null) metadata.Set("annotations", new JsonObject { { FlowControlObjects.AutoUpdate, annotation } });
        present.GetObject("spec")!.GetObject("limited")!.Set("nominalConcurrencyShares", 1);
        var changed = FlowControlMaintenance.Update(present, wanted, mandatory: false);
        Assert.Equal(updated ? 30 : 1, Shares(changed ?? present));
        Assert.Equal(30, Shares(FlowControlMaintenance.Update(present, wanted, mandatory: true)!));
    }

    private static long Shares(JsonObject level) => level.FindObject("spec", "limited")?.GetInt64("nominalConcurrencyShares") ?? -1;

    private static async Task<(string?, string?)> DanglingAsync(HttpClient http)
    {
        var condition = (await GetAsync(http, $"{Api}/flowschemas/lost")).FindArray("status", "conditions")?.OfType<JsonObject>().FirstOrDefault();
        return (condition?.GetString("status"), condition?.GetString("reason"));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition()) await Task.Delay(10, patience.Token);
    }

    private static async Task<JsonObject> GetAsync(HttpClient http, string path) => JsonParser.ParseObject(await (await http.GetAsync(new Uri(path, UriKind.Relative))).Content.ReadAsByteArrayAsync());

    private static async Task PostAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task PatchAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/merge-patch+json");
        using var response = await http.PatchAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
