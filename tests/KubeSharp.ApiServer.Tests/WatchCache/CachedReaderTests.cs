using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Reading;
using static KubeSharp.ApiServer.Tests.WatchCache.CacheFixture;

namespace KubeSharp.ApiServer.Tests.WatchCache;

public sealed class CachedReaderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_before_a_read_is_in_it()
    {
        await using var fixture = await CreateAsync();
        for (var i = 0; i < 50; i++)
        {
            var revision = await fixture.PutAsync("web", $"{i}");
            var answer = (await fixture.Reader.GetAsync(fixture.Pods, fixture.Pods.Key("default", "web"), null, Cancelled)).Value;
            Assert.Equal(revision, answer.Object!.Revision);
            Assert.Contains($"\"resourceVersion\":\"{revision}\"", Encoding.UTF8.GetString(answer.Object.Json.Span));
            var elsewhere = await fixture.PutElsewhereAsync();
            Assert.Equal(elsewhere, (await fixture.ListAsync(fixture.All())).Revision);
        }
    }

    [Fact]
    public async Task The_version_is_spliced_in_once_and_the_bytes_are_shared()
    {
        await using var fixture = await CreateAsync();
        await fixture.PutAsync("web");
        var first = (await fixture.ListAsync(fixture.All())).Items[0];
        await fixture.PutElsewhereAsync();
        Assert.Same(first, (await fixture.ListAsync(fixture.All())).Items[0]);
        Assert.Equal(
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"default","uid":"u","resourceVersion":"2","labels":{"mark":"x"}},"spec":{}}""",
            Encoding.UTF8.GetString(first.Json.Span));
    }

    [Fact]
    public async Task A_list_keeps_to_its_namespace()
    {
        await using var fixture = await CreateAsync();
        await fixture.PutAsync("a", @namespace: "one");
        await fixture.PutAsync("b", @namespace: "one-more");
        await fixture.PutAsync("c", @namespace: "one");
        Assert.Equal(["a@2", "c@4"], (await fixture.ListAsync(fixture.All("one"))).Items.Select(Show));
        Assert.Equal(3, (await fixture.ListAsync(fixture.All())).Items.Count);
    }

    [Fact]
    public async Task Pages_show_one_moment_whatever_happens_meanwhile()
    {
        await using var fixture = await CreateAsync();
        for (var i = 0; i < 10; i++)
            await fixture.PutAsync($"p{i}");
        var first = await fixture.ListAsync(fixture.All() with { Limit = 4 });
        Assert.Equal((true, 6L, 4), (first.More, first.Remaining, first.Items.Count));
        await fixture.DeleteAsync("p5");
        await fixture.PutAsync("p6", "changed");
        await fixture.PutAsync("p65", "new");
        var next = fixture.All() with { Limit = 4, After = first.Items[^1].Key, Exactly = first.Revision };
        var second = await fixture.ListAsync(next);
        Assert.Equal(["p4@6", "p5@7", "p6@8", "p7@9"], second.Items.Select(Show));
        Assert.Equal((first.Revision, 2L), (second.Revision, second.Remaining));

        // Also when the cache has forgotten that moment and the store has to say.
        await fixture.RestartCachesAsync();
        Assert.Equal(second.Items.Select(Show), (await fixture.ListAsync(next)).Items.Select(Show));
    }

    [Fact]
    public async Task A_page_from_before_the_store_remembers_is_gone()
    {
        await using var fixture = await CreateAsync();
        for (var i = 0; i < 4; i++)
            await fixture.PutAsync("p", $"{i}");
        await fixture.Store.CompactAsync(4, Cancelled);
        var result = await fixture.Reader.ListAsync(fixture.All() with { Exactly = 3 }, Cancelled);
        Assert.Equal((410, StatusReason.Expired), (result.Error!.Code, result.Error.Reason));
    }

    [Fact]
    public async Task A_limit_counts_what_a_filter_lets_through()
    {
        await using var fixture = await CreateAsync();
        for (var i = 0; i < 10; i++)
            await fixture.PutAsync($"p{i}", i % 2 == 0 ? "even" : "odd");
        var query = fixture.All() with { Limit = 3, Filter = item => item.Labels.TryGet("mark", out var mark) && mark == "odd" };
        var first = await fixture.ListAsync(query);
        Assert.Equal(["p1@3", "p3@5", "p5@7"], first.Items.Select(Show));
        Assert.True(first.More);
        Assert.Null(first.Remaining);
        var second = await fixture.ListAsync(query with { After = first.Items[^1].Key, Exactly = first.Revision });
        Assert.Equal(["p7@9", "p9@11"], second.Items.Select(Show));
        Assert.False(second.More);
    }

    [Fact]
    public async Task A_revision_from_the_future_is_waited_for_and_then_refused()
    {
        await using var fixture = await CreateAsync();
        await fixture.PutAsync("p");
        var result = await fixture.Reader.ListAsync(fixture.All() with { AtLeast = 1000 }, Cancelled);
        Assert.Equal(504, result.Error!.Code);
        var waiting = fixture.ListAsync(fixture.All() with { AtLeast = 4 });
        await fixture.PutAsync("q");
        await fixture.PutElsewhereAsync();
        Assert.Equal(["p@2", "q@3"], (await waiting).Items.Select(Show));
    }

    [Fact]
    public async Task Revision_zero_takes_what_there_is()
    {
        await using var fixture = await CreateAsync();
        await fixture.PutAsync("p");
        Assert.Single((await fixture.ListAsync(fixture.All() with { AtLeast = 0 })).Items);
    }

    [Fact]
    public async Task Reads_and_writes_at_once_see_each_writers_last_write()
    {
        await using var fixture = await CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var revision = await fixture.PutAsync($"p{w}", $"{i}");
                var answer = (await fixture.Reader.GetAsync(fixture.Pods, fixture.Pods.Key("default", $"p{w}"), null, Cancelled)).Value;
                Assert.Equal(revision, answer.Object!.Revision);
            }
        })));
        Assert.Equal(8, (await fixture.ListAsync(fixture.All())).Items.Count);
    }

    [Fact]
    public async Task A_read_after_writes_to_other_resources_waits_for_nothing()
    {
        await using var fixture = await CreateAsync();
        await fixture.PutAsync("a");
        await fixture.ListAsync(fixture.All());
        var revision = await fixture.PutElsewhereAsync();
        ObjectAnswer answer;
        // Nobody asks for progress here: the cache knows by itself, as soon as it has come to rest.
        while (!fixture.Reader.TryGet(fixture.Pods, fixture.Pods.Key("default", "a"), null, out answer))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal("a@2", Show(answer.Object!));
        Assert.Equal(revision, answer.Revision);
    }

    [Fact]
    public async Task A_read_without_waiting_never_misses_an_acknowledged_write()
    {
        await using var fixture = await CreateAsync();
        await fixture.ListAsync(fixture.All());
        for (var i = 0; i < 500; i++)
        {
            var revision = await fixture.PutAsync("a", $"{i}");
            if (i % 3 == 0) await fixture.PutElsewhereAsync();
            if (fixture.Reader.TryGet(fixture.Pods, fixture.Pods.Key("default", "a"), null, out var answer)) Assert.Equal(revision, answer.Object!.Revision);
        }
    }
}
