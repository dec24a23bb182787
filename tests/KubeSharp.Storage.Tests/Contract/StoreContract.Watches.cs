namespace KubeSharp.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_watch_delivers_every_write_under_its_prefix_in_order_with_what_was_there()
    {
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/pods/" }, Cancelled);
        await Put("/pods/a", "1");
        await Put("/podsecurity/x", "no");
        await Put("/pods/a", "2");
        await Delete("/pods/a");
        await Put("/pods/a", "3");
        Assert.Equal(
            [
                "Created /pods/a ''@0 -> '1'@2 since 2",
                "Updated /pods/a '1'@2 -> '2'@4 since 2",
                "Deleted /pods/a '2'@4 -> ''@5 since 2",
                "Created /pods/a ''@0 -> '3'@6 since 6",
            ],
            (await Take(watch, 4)).Select(Show));
    }

    [Fact]
    public async Task A_watch_from_a_revision_goes_through_history_into_the_present()
    {
        await Put("/k/a", "1");
        await Put("/k/a", "2");
        await Put("/k/b", "1");
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/k/", AfterRevision = 2 }, Cancelled);
        await Delete("/k/b");
        await Put("/k/c", "1");
        Assert.Equal(
            [
                "Updated /k/a '1'@2 -> '2'@3 since 2",
                "Created /k/b ''@0 -> '1'@4 since 4",
                "Deleted /k/b '1'@4 -> ''@5 since 4",
                "Created /k/c ''@0 -> '1'@6 since 6",
            ],
            (await Take(watch, 4)).Select(Show));
    }

    [Fact]
    public async Task What_a_watch_tells_is_there_to_be_read()
    {
        const int Writes = 500;
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < Writes; i++)
                await Put($"/k/{i}", "");
        });
        for (var told = 0; told < Writes;)
        {
            var batch = await watch.ReadAsync(Cancelled);
            var last = batch.Events.Count > 0 ? batch.Events[^1] : null;
            if (last is not null)
                Assert.Equal(last.Revision, (await Store.GetAsync(last.Key, 0, Cancelled)).Entry?.ModRevision);
            Assert.True(await Store.GetCurrentRevisionAsync(Cancelled) >= batch.Revision, "the store is no older than its watches");
            told += batch.Events.Count;
        }

        await writer;
    }

    [Fact]
    public async Task A_range_and_a_watch_from_its_revision_fit_together_under_load()
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await Put($"/k/{w}/{i % 20}", $"{i}");
        })).ToArray();
        for (var round = 0; round < 10; round++)
        {
            var range = await Store.RangeAsync(new RangeRequest { Prefix = "/k/" }, Cancelled);
            var state = range.Entries.ToDictionary(entry => entry.Key, entry => entry.ModRevision);
            await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/k/", AfterRevision = range.Revision }, Cancelled);
            var last = range.Revision;
            foreach (var change in await Take(watch, 50))
            {
                Assert.True(change.Revision > last, "revisions rise");
                Assert.Equal(state.GetValueOrDefault(change.Key), change.PreviousRevision);
                state[change.Key] = last = change.Revision;
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task Without_previous_values_the_rest_is_the_same()
    {
        await using var without = await Store.WatchAsync(new WatchRequest { Prefix = "/k/", PreviousValues = false }, Cancelled);
        // Twice: what is there for the first watch with previous values only is gone when the second one comes.
        for (var round = 1; round <= 2; round++)
        {
            await using var with = await Store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
            await Put("/k/a", "1");
            await Put("/k/a", "2");
            await Store.DeleteAsync("/k/a", null, Cancelled);
            var full = await Take(with, 3);
            var events = await Take(without, 3);
            Assert.Equal(full.Select(Told), events.Select(Told));
            Assert.Equal(["", "1", "2"], full.Select(change => Text(change.PreviousValue)));
        }

        static (StoreEventType, string, long, string) Told(StoreEvent change) => (change.Type, change.Key, change.Revision, Text(change.Value));
    }

    [Fact]
    public async Task A_watch_from_before_the_compacted_revision_is_refused()
    {
        for (var i = 0; i < 5; i++)
            await Put("/k/a", $"{i}");
        await Store.CompactAsync(5, Cancelled);
        await Assert.ThrowsAsync<CompactedException>(async () =>
        {
            await using var old = await Store.WatchAsync(new WatchRequest { Prefix = "/k/", AfterRevision = 3 }, Cancelled);
            await old.ReadAsync(Cancelled);
        });
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/k/", AfterRevision = 5 }, Cancelled);
        Assert.Equal("Updated /k/a '3'@5 -> '4'@6 since 2", Show((await Take(watch, 1))[0]));
    }

    [Fact]
    public async Task Progress_proves_that_everything_up_to_a_revision_was_delivered()
    {
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/quiet/" }, Cancelled);
        await Put("/quiet/a", "1");
        for (var i = 0; i < 5; i++)
            await Put("/elsewhere", $"{i}");
        var current = await Store.GetCurrentRevisionAsync(Cancelled);
        watch.RequestProgress();
        var seen = 0;
        long reached;
        do
        {
            var batch = await watch.ReadAsync(Cancelled);
            seen += batch.Events.Count;
            reached = batch.Revision;
        }
        while (reached < current);
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task A_cancelled_read_leaves_the_watch_usable()
    {
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
        using var cancel = new CancellationTokenSource();
        var read = watch.ReadAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await Put("/k/a", "1");
        Assert.Single(await Take(watch, 1));
    }

    [Fact]
    public async Task A_reader_that_comes_late_still_gets_everything()
    {
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
        var value = new byte[100_000];
        for (var i = 0; i < 200; i++)
            await Store.PutAsync($"/k/{i % 7}", value, null, null, Cancelled);
        var events = await Take(watch, 200);
        Assert.Equal(Enumerable.Range(2, 200).Select(i => (long)i), events.Select(change => change.Revision));
        Assert.All(events.Skip(7), change => Assert.Equal(100_000, change.PreviousValue.Length));
    }

    [Fact]
    public async Task Many_watches_see_the_same()
    {
        var watches = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            async _ => await Store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled)));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => Put($"/k/{i}", "v"))));
        foreach (var watch in watches)
        {
            Assert.Equal(Enumerable.Range(2, 100).Select(i => (long)i), (await Take(watch, 100)).Select(change => change.Revision));
            await watch.DisposeAsync();
        }
    }

    [Fact]
    public async Task Reading_a_watch_of_a_closed_store_says_so()
    {
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
        var read = watch.ReadAsync(Cancelled).AsTask();
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => read);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Put("/k/a", "1"));
    }

    [Fact]
    public async Task A_key_is_deleted_when_its_time_is_over_and_watches_are_told()
    {
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/events/" }, Cancelled);
        await Store.PutAsync("/events/short", Bytes("1"), 0, TimeSpan.FromSeconds(1), Cancelled);
        await Store.PutAsync("/events/long", Bytes("1"), 0, TimeSpan.FromHours(1), Cancelled);
        var events = await Take(watch, 3);
        Assert.Equal("Deleted /events/short '1'@2 -> ''@4 since 2", Show(events[2]));
        Assert.Equal(["/events/long=1@3"], await List("/events/"));
    }

    [Fact]
    public async Task A_put_without_time_to_live_makes_a_key_stay()
    {
        await using var watch = await Store.WatchAsync(new WatchRequest { Prefix = "/events/" }, Cancelled);
        await Store.PutAsync("/events/a", Bytes("1"), 0, TimeSpan.FromSeconds(1), Cancelled);
        await Put("/events/a", "stays");
        await Store.PutAsync("/events/b", Bytes("1"), 0, TimeSpan.FromSeconds(2), Cancelled);
        var events = await Take(watch, 4);
        Assert.Equal("/events/b", events[3].Key);
        Assert.Equal(["/events/a=stays@3"], await List("/events/"));
    }
}
