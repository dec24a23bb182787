using System.Text;
using KubeSharp.ApiServer.Reading;
using KubeSharp.Storage;
using static KubeSharp.ApiServer.Tests.WatchCache.CacheFixture;

namespace KubeSharp.ApiServer.Tests.WatchCache;

public sealed class CacheWatchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_tells_every_change_in_order_with_what_was_there_before()
    {
        await using var fixture = await CreateAsync();
        await using var watch = await fixture.WatchAsync(1);
        await fixture.PutAsync("a");
        await fixture.PutAsync("b");
        await fixture.PutAsync("a", "changed");
        await fixture.DeleteAsync("a");
        var changes = await TakeAsync(watch, 4);
        Assert.Equal(["- > a@2", "- > b@3", "a@2 > a@4", "a@5 > -"], changes.Select(Show));
        Assert.Contains("\"resourceVersion\":\"5\"", Encoding.UTF8.GetString(changes[3].Previous!.Json.Span));
        Assert.Contains("changed", Encoding.UTF8.GetString(changes[3].Previous!.Json.Span));
    }

    [Fact]
    public async Task A_list_and_a_watch_from_its_revision_fit_together_under_load()
    {
        await using var fixture = await CreateAsync();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await fixture.PutAsync($"p{w}-{i % 10}", $"{i}");
                if (i % 7 == 0)
                    await fixture.DeleteAsync($"p{w}-{i % 10}");
                if (i % 5 == 0)
                    await fixture.PutElsewhereAsync();
            }
        })).ToArray();
        for (var round = 0; round < 10; round++)
        {
            var page = await fixture.ListAsync(fixture.All());
            var state = page.Items.ToDictionary(item => item.Key, item => item.Revision);
            await using var watch = await fixture.WatchAsync(page.Revision);
            var last = page.Revision;
            foreach (var change in await TakeAsync(watch, 100))
            {
                Assert.True(change.Revision > last, "revisions rise");
                last = change.Revision;
                var key = (change.Current ?? change.Previous)!.Key;
                if (change.Current is null)
                    Assert.True(state.Remove(key), "what is deleted was there");
                else
                    Assert.Equal(state.GetValueOrDefault(key), change.Previous?.Revision ?? 0);
                if (change.Current is not null)
                    state[key] = change.Revision;
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task Watchers_share_the_change_and_its_bytes()
    {
        await using var fixture = await CreateAsync();
        await using var one = await fixture.WatchAsync(1);
        await using var other = await fixture.WatchAsync(1);
        await fixture.PutAsync("a");
        Assert.Same((await TakeAsync(one, 1))[0], (await TakeAsync(other, 1))[0]);
    }

    [Fact]
    public async Task A_watch_of_a_namespace_or_an_object_hears_of_nothing_else()
    {
        await using var fixture = await CreateAsync();
        await using var space = await fixture.WatchAsync(1, fixture.Pods.Prefix("one"));
        await using var single = await fixture.WatchAsync(1, fixture.Pods.Key("one", "a"), single: true);
        await fixture.PutAsync("a", @namespace: "two");
        await fixture.PutAsync("ab", @namespace: "one");
        await fixture.PutAsync("a", @namespace: "one");
        await fixture.PutAsync("a", @namespace: "one-more");
        await fixture.PutAsync("b", @namespace: "one");
        Assert.Equal(["- > ab@3", "- > a@4", "- > b@6"], (await TakeAsync(space, 3)).Select(Show));
        Assert.Equal("- > a@4", Show((await TakeAsync(single, 1))[0]));
    }

    [Fact]
    public async Task A_watch_goes_back_into_the_stores_history_when_the_cache_is_younger()
    {
        await using var fixture = await CreateAsync();
        await fixture.PutAsync("a");
        await fixture.PutAsync("a", "2");
        await fixture.PutAsync("b");
        await fixture.DeleteAsync("a");
        await fixture.RestartCachesAsync();
        await using var watch = await fixture.WatchAsync(2);
        await fixture.PutAsync("c");
        Assert.Equal(["a@2 > a@3", "- > b@4", "a@5 > -", "- > c@6"], (await TakeAsync(watch, 4)).Select(Show));
    }

    [Fact]
    public async Task A_watch_from_before_the_store_remembers_is_gone()
    {
        await using var fixture = await CreateAsync();
        for (var i = 0; i < 5; i++)
            await fixture.PutAsync("a", $"{i}");
        await fixture.Store.CompactAsync(5, Cancelled);
        var query = new WatchQuery { Resource = fixture.Pods, Prefix = fixture.Pods.KeyPrefix, After = 3 };
        var result = await fixture.Reader.WatchAsync(query, Cancelled);
        Assert.Equal("too old resource version: 3 (5)", result.Error!.Message);
    }

    [Fact]
    public async Task Progress_comes_without_events_and_after_all_that_it_covers()
    {
        await using var fixture = await CreateAsync();
        await using var watch = await fixture.WatchAsync(1);
        await fixture.PutAsync("a");
        var elsewhere = await fixture.PutElsewhereAsync();
        watch.RequestProgress();
        var seen = 0;
        long reached;
        do
        {
            var batch = await watch.ReadAsync(Cancelled);
            seen += batch.Changes.Count;
            reached = batch.Revision;
        }
        while (reached < elsewhere);
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task A_watcher_far_too_slow_is_cut_off_and_others_are_not()
    {
        await using var fixture = await CreateAsync();
        await using var slow = await fixture.WatchAsync(1);
        await using var idle = await fixture.WatchAsync(1, fixture.Pods.Prefix("quiet"));
        await fixture.PutAsync("first");
        await TakeAsync(slow, 1);
        var large = new string('x', 400_000);
        for (var i = 0; i < 250; i++)
            await fixture.PutAsync("large", large);
        await fixture.PutAsync("a", @namespace: "quiet");
        Assert.Single(await TakeAsync(idle, 1));
        await Assert.ThrowsAsync<CompactedException>(async () => await slow.ReadAsync(Cancelled));
    }

    [Fact]
    public async Task A_thousand_watchers_all_hear_everything()
    {
        await using var fixture = await CreateAsync();
        var watches = new List<IObjectWatch>();
        for (var i = 0; i < 1000; i++)
            watches.Add(await fixture.WatchAsync(1));
        var readers = watches.Select(watch => Task.Run(() => TakeAsync(watch, 50))).ToArray();
        for (var i = 0; i < 50; i++)
            await fixture.PutAsync($"p{i}");
        foreach (var changes in await Task.WhenAll(readers))
            Assert.Equal(Enumerable.Range(2, 50).Select(i => (long)i), changes.Select(change => change.Revision));
        foreach (var watch in watches)
            await watch.DisposeAsync();
        Assert.Equal(0, fixture.Cache.Watchers.Count);
    }

    [Fact]
    public async Task A_cancelled_read_leaves_the_watch_usable()
    {
        await using var fixture = await CreateAsync();
        await using var watch = await fixture.WatchAsync(1);
        using var cancel = new CancellationTokenSource();
        var read = watch.ReadAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await fixture.PutAsync("a");
        Assert.Single(await TakeAsync(watch, 1));
    }

    [Fact]
    public async Task Watches_end_when_the_resource_is_no_longer_served()
    {
        await using var fixture = await CreateAsync();
        await using var watch = await fixture.WatchAsync(1);
        var read = watch.ReadAsync(Cancelled).AsTask();
        await fixture.Reader.KeepOnlyAsync(new HashSet<string>());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => read);
    }
}
