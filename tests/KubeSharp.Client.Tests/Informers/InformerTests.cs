using System.Collections.Concurrent;
using System.Net;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Client.Tests;

public sealed class InformerTests : IAsyncDisposable
{
    private readonly FakeTime time = new();
    private readonly ScriptedServer server = new();
    private readonly ConcurrentQueue<string> story = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;

    [Fact]
    public async Task The_first_list_fills_the_store_and_then_changes_follow()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10, Pods.Json("a", 1), Pods.Json("b", 2)));
        WatchScript watch = server.ThenWatch();
        Informer<Pod> informer = Start();
        await informer.WaitForSyncAsync();
        Assert.Equal(2, informer.Count);
        watch.Send("MODIFIED", Pods.Json("a", 11)).Send("ADDED", Pods.Json("c", 12)).Send("DELETED", Pods.Json("b", 13));
        await Eventually.TrueAsync(() => story.Count == 5);
        Assert.Equal(["+a", "+b", "~a 1 11", "+c", "-b"], story);
        Assert.Contains("resourceVersion=10", server.Requests.Last().PathAndQuery, StringComparison.Ordinal);
        Assert.Null(informer.Get("default", "b"));
    }

    [Fact]
    public async Task A_broken_connection_is_taken_up_again_at_the_last_revision_without_a_list()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10));
        WatchScript first = server.ThenWatch();
        WatchScript second = server.ThenWatch();
        Informer<Pod> informer = Start();
        first.Send("ADDED", Pods.Json("a", 11)).Send("BOOKMARK", Pods.Bookmark(20));
        await Eventually.TrueAsync(() => informer.LastResourceVersion == "20");
        first.Break();
        await time.AdvanceUntilAsync(() => second.Opened, TimeSpan.FromMilliseconds(200));
        second.Send("ADDED", Pods.Json("b", 21));
        await Eventually.TrueAsync(() => story.Count == 2);
        Assert.Equal(["+a", "+b"], story);
        Assert.Contains("resourceVersion=20&", server.Requests.Last().PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task An_expired_revision_leads_to_a_new_list_that_finds_what_was_missed()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10, Pods.Json("gone", 1), Pods.Json("kept", 2), Pods.Json("anew", 3, "uid-1")));
        WatchScript first = server.ThenWatch();
        server.Then(HttpStatusCode.OK, Pods.List(50, Pods.Json("kept", 30), Pods.Json("anew", 31, "uid-2"), Pods.Json("new", 32)));
        WatchScript second = server.ThenWatch();
        Informer<Pod> informer = Start();
        await informer.WaitForSyncAsync();
        first.Send("ERROR", ScriptedServer.Status(410, "Expired"));
        await time.AdvanceUntilAsync(() => second.Opened, TimeSpan.FromMilliseconds(200));
        Assert.Equal(["+gone", "+kept", "+anew", "~kept 2 30", "-anew?", "+anew", "+new", "-gone?"], story);
        Assert.Contains("resourceVersion=50&", server.Requests.Last().PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_refused_as_expired_leads_to_a_new_list()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10)).Then(HttpStatusCode.Gone, ScriptedServer.Status(410, "Expired")).Then(HttpStatusCode.OK, Pods.List(60, Pods.Json("a", 55)));
        WatchScript watch = server.ThenWatch();
        Informer<Pod> informer = Start();
        await time.AdvanceUntilAsync(() => watch.Opened, TimeSpan.FromMilliseconds(200));
        Assert.NotNull(informer.Get("default", "a"));
    }

    [Fact]
    public async Task A_silent_connection_is_given_up_and_taken_up_again()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10));
        WatchScript silent = server.ThenWatch();
        WatchScript second = server.ThenWatch();
        Informer<Pod> informer = Start();
        await Eventually.TrueAsync(() => silent.Opened);
        DateTimeOffset began = time.GetUtcNow();
        await time.AdvanceUntilAsync(() => second.Opened, TimeSpan.FromSeconds(10));
        Assert.True(time.GetUtcNow() - began >= TimeSpan.FromMinutes(4));
        second.Send("ADDED", Pods.Json("a", 11));
        await Eventually.TrueAsync(() => informer.Count == 1);
        Assert.Contains("resourceVersion=10&", server.Requests.Last().PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_the_watch_is_asked_again()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10));
        Informer<Pod> informer = Start();
        await Eventually.TrueAsync(() => server.Requests.Count == 2);
        await time.AdvanceUntilAsync(() => server.Requests.Count >= 4, TimeSpan.FromSeconds(30));
        Assert.True(informer.HasSynced);
    }

    [Fact]
    public async Task An_unreachable_server_is_tried_until_it_answers()
    {
        server.ThenThrow(new HttpRequestException("refused")).ThenThrow(new HttpRequestException("refused"))
            .Then(HttpStatusCode.InternalServerError, ScriptedServer.Status(500, "InternalError"))
            .Then(HttpStatusCode.OK, Pods.List(10, Pods.Json("a", 1)));
        WatchScript watch = server.ThenWatch();
        Informer<Pod> informer = Start();
        await time.AdvanceUntilAsync(() => watch.Opened, TimeSpan.FromMilliseconds(500));
        Assert.Equal(["+a"], story);
    }

    [Fact]
    public async Task A_cut_event_is_not_an_event()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10))
            .Then(HttpStatusCode.OK, """{"type":"ADDED","object":""" + Pods.Json("a", 11) + "}\n{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"b\"");
        WatchScript second = server.ThenWatch();
        Informer<Pod> informer = Start();
        await time.AdvanceUntilAsync(() => second.Opened, TimeSpan.FromMilliseconds(200));
        await Eventually.TrueAsync(() => !story.IsEmpty);
        Assert.Equal(["+a"], story);
        Assert.Equal("11", informer.LastResourceVersion);
    }

    [Fact]
    public async Task A_streamed_first_list_is_complete_only_at_its_end_bookmark()
    {
        WatchScript watch = server.ThenWatch();
        Informer<Pod> informer = Start(new InformerOptions { StreamInitialList = true });
        watch.Send("ADDED", Pods.Json("a", 1)).Send("ADDED", Pods.Json("b", 2));
        await Eventually.TrueAsync(() => watch.Opened);
        Assert.False(informer.HasSynced);
        watch.Send("BOOKMARK", """{"metadata":{"resourceVersion":"10","annotations":{"k8s.io/initial-events-end":"true"}}}""");
        await informer.WaitForSyncAsync();
        Assert.Equal(["+a", "+b"], story);
        Assert.Contains("sendInitialEvents=true", server.Requests.Single().PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_stream_is_asked_for_pages()
    {
        server.Then(HttpStatusCode.UnprocessableEntity, ScriptedServer.Status(422, "Invalid")).Then(HttpStatusCode.OK, Pods.List(10, Pods.Json("a", 1)));
        Informer<Pod> informer = Start(new InformerOptions { StreamInitialList = true });
        await informer.WaitForSyncAsync();
        Assert.Equal(["+a"], story);
    }

    [Fact]
    public async Task Indexes_follow_the_objects_and_late_handlers_see_what_is_there()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10, Pods.Json("a", 1, node: "n1"), Pods.Json("b", 2, node: "n2")));
        WatchScript watch = server.ThenWatch();
        Informer<Pod> informer = Start();
        informer.AddIndex("node", p => [p.Spec.NodeName ?? ""]);
        await informer.WaitForSyncAsync();
        watch.Send("MODIFIED", Pods.Json("a", 11, node: "n2"));
        await Eventually.TrueAsync(() => informer.LastResourceVersion == "11");
        Assert.Empty(informer.ByIndex("node", "n1"));
        Assert.Equal(["a", "b"], informer.ByIndex("node", "n2").Select(p => p.Metadata.Name).Order());
        var late = new List<string>();
        using (informer.AddHandler(added: p => late.Add(p.Metadata.Name!))) Assert.Equal(["a", "b"], late.Order());
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_stop_the_others()
    {
        server.Then(HttpStatusCode.OK, Pods.List(10, Pods.Json("a", 1)));
        Informer<Pod> informer = Start(first: i => i.AddHandler(added: _ => throw new InvalidOperationException("a bug")));
        await informer.WaitForSyncAsync();
        Assert.Equal(["+a"], story);
    }

    [Fact]
    public async Task A_factory_gives_one_informer_per_kind_and_selection()
    {
        using KubeClient client = server.Client(time);
        await using var factory = new InformerFactory(client, time);
        Assert.Same(factory.Get<Pod>(), factory.Get<Pod>());
        Assert.NotSame(factory.Get<Pod>(), factory.Get<Pod>(fieldSelector: "spec.nodeName=n1"));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        server.Dispose();
    }

    private Informer<Pod> Start(InformerOptions? options = null, Action<Informer<Pod>>? first = null)
    {
        var informer = new Informer<Pod>(server.Client(time), options: options, time: time);
        first?.Invoke(informer);
        informer.AddHandler(new Story(story));
        running = informer.RunAsync(stop.Token);
        return informer;
    }

    private sealed class Story(ConcurrentQueue<string> lines) : IInformerHandler<Pod>
    {
        public void OnAdd(Pod item, bool isInitial) => lines.Enqueue("+" + item.Metadata.Name);

        public void OnUpdate(Pod old, Pod item) =>
            lines.Enqueue($"~{item.Metadata.Name} {old.Metadata.ResourceVersion} {item.Metadata.ResourceVersion}");

        public void OnDelete(Pod last, bool finalStateUnknown) => lines.Enqueue("-" + last.Metadata.Name + (finalStateUnknown ? "?" : ""));
    }
}
