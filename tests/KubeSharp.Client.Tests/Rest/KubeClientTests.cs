using System.Net;
using KubeSharp.Models;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Client.Tests;

public sealed class KubeClientTests
{
    [Fact]
    public async Task Paths_follow_group_version_namespace_and_subresource()
    {
        var server = new ScriptedServer { Otherwise = _ => ScriptedServer.Json(HttpStatusCode.OK, "{}") };
        using KubeClient client = server.Client();
        await client.GetAsync<Pod>("ns1", "p");
        await client.GetAsync<Node>(null, "n");
        await client.ListAsync<Deployment>("ns1", new ListQuery { LabelSelector = "a=b,c", Limit = 3 });
        await client.PatchAsync<Deployment>("ns1", "d", KubePatch.Merge("{}"), "status", new WriteOptions { FieldManager = "me", DryRun = true });
        await client.DeleteAsync<Pod>("ns1", "p", new DeleteOptions { GracePeriodSeconds = 0 });
        Assert.Equal(
            [
                "GET /api/v1/namespaces/ns1/pods/p",
                "GET /api/v1/nodes/n",
                "GET /apis/apps/v1/namespaces/ns1/deployments?labelSelector=a%3Db%2Cc&limit=3",
                "PATCH /apis/apps/v1/namespaces/ns1/deployments/d/status?fieldManager=me&dryRun=All",
                "DELETE /api/v1/namespaces/ns1/pods/p",
            ],
            server.Requests.Select(r => r.Method + " " + r.PathAndQuery));
        Assert.Contains("\"gracePeriodSeconds\":0", server.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_throws_with_the_servers_status()
    {
        ScriptedServer server = new ScriptedServer().Then(HttpStatusCode.NotFound, ScriptedServer.Status(404, "NotFound", "pods \\\"p\\\" not found"));
        using KubeClient client = server.Client();
        KubeApiException error = await Assert.ThrowsAsync<KubeApiException>(() => client.GetAsync<Pod>("ns1", "p"));
        Assert.True(error.IsNotFound);
        Assert.Equal("NotFound", error.Reason);
        Assert.Equal("pods \"p\" not found", error.Message);
    }

    [Fact]
    public async Task A_failure_that_is_no_status_still_says_what_came()
    {
        ScriptedServer server = new ScriptedServer().Then(HttpStatusCode.BadGateway, "<html>proxy</html>");
        using KubeClient client = server.Client();
        KubeApiException error = await Assert.ThrowsAsync<KubeApiException>(() => client.GetAsync<Pod>("ns1", "p"));
        Assert.Equal(HttpStatusCode.BadGateway, error.Code);
        Assert.Contains("proxy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_time_it_names()
    {
        var time = new FakeTime();
        ScriptedServer server = new ScriptedServer()
            .Then(HttpStatusCode.TooManyRequests, ScriptedServer.Status(429, "TooManyRequests"), r => r.Headers.TryAddWithoutValidation("Retry-After", "7"))
            .Then(HttpStatusCode.OK, Pods.Json("p", 5));
        using KubeClient client = server.Client(time);
        DateTimeOffset began = time.GetUtcNow();
        Task<Pod> get = client.GetAsync<Pod>("default", "p");
        await time.AdvanceUntilAsync(() => get.IsCompleted, TimeSpan.FromSeconds(1));
        Assert.Equal("p", (await get).Metadata.Name);
        Assert.True(time.GetUtcNow() - began >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task All_pages_are_joined_and_only_the_first_names_a_revision()
    {
        ScriptedServer server = new ScriptedServer()
            .Then(HttpStatusCode.OK, Pods.Page(9, "tok", Pods.Json("a", 1)))
            .Then(HttpStatusCode.OK, Pods.List(9, Pods.Json("b", 2)));
        using KubeClient client = server.Client();
        KubeList<Pod> list = await client.ListAllAsync<Pod>(Pod.Resource, null, new ListQuery { ResourceVersion = "0", Limit = 1 });
        Assert.Equal(["a", "b"], list.Items.Select(p => p.Metadata.Name));
        Assert.Equal("9", list.ResourceVersion);
        Assert.Equal(["/api/v1/pods?limit=1&resourceVersion=0", "/api/v1/pods?limit=1&continue=tok"], server.Requests.Select(r => r.PathAndQuery));
    }

    [Fact]
    public async Task Any_resource_can_be_read_as_metadata_only()
    {
        ScriptedServer server = new ScriptedServer().Then(
            HttpStatusCode.OK, """{"kind":"Widget","apiVersion":"example.com/v1","spec":{"x":[1,2]},"metadata":{"name":"w","finalizers":["f"]}}""");
        using KubeClient client = server.Client();
        var widgets = new ResourceInfo("example.com", "v1", "Widget", "widgets", true);
        PartialObjectMetadata item = await client.GetAsync<PartialObjectMetadata>(widgets, "ns1", "w");
        Assert.Equal(("Widget", "w", "f"), (item.Kind, item.Metadata.Name, item.Metadata.Finalizers![0]));
        Assert.Equal("/apis/example.com/v1/namespaces/ns1/widgets/w", server.Requests.Single().PathAndQuery);
    }

    [Fact]
    public async Task A_watch_gives_events_and_ends_with_the_connection()
    {
        var server = new ScriptedServer();
        server.ThenWatch().Send("ADDED", Pods.Json("a", 1)).Send("BOOKMARK", Pods.Bookmark(4)).Send("DELETED", Pods.Json("a", 5)).End();
        using KubeClient client = server.Client();
        var seen = new List<string>();
        await foreach (WatchEvent<Pod> e in client.WatchAsync<Pod>("default", new ListQuery { ResourceVersion = "0" }))
            seen.Add($"{e.Type} {e.Object.Metadata.ResourceVersion}");
        Assert.Equal(["Added 1", "Bookmark 4", "Deleted 5"], seen);
        Assert.Equal("/api/v1/namespaces/default/pods?watch=true&resourceVersion=0&allowWatchBookmarks=true", server.Requests.Single().PathAndQuery);
    }

    [Fact]
    public async Task An_error_event_throws()
    {
        var server = new ScriptedServer();
        server.ThenWatch().Send("ERROR", ScriptedServer.Status(410, "Expired", "too old resource version"));
        using KubeClient client = server.Client();
        KubeApiException error = await Assert.ThrowsAsync<KubeApiException>(async () =>
        {
            await foreach (WatchEvent<Pod> e in client.WatchAsync<Pod>()) Assert.Fail("no event was sent");
        });
        Assert.True(error.IsExpired);
    }
}
