namespace KubeSharp.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task An_empty_store_is_at_revision_1_and_its_first_write_gets_2()
    {
        Assert.Equal(1, await Store.GetCurrentRevisionAsync(Cancelled));
        Assert.Equal(2, await Put("/a", "1"));
        Assert.Equal(2, Store.KnownRevision);
        Assert.Equal(3, await Put("/b", "1"));
        Assert.True(Store.Health.Ready);
    }

    [Fact]
    public async Task A_put_value_is_read_back_with_its_revisions()
    {
        var created = await Put("/a", "one");
        var updated = await Put("/a", "two");
        var (entry, revision) = await Store.GetAsync("/a", 0, Cancelled);
        Assert.Equal("two", Text(entry!.Value));
        Assert.Equal((created, updated), (entry.CreateRevision, entry.ModRevision));
        Assert.Equal(updated, revision);
    }

    [Fact]
    public async Task Creating_a_key_that_exists_answers_with_what_is_there()
    {
        var there = await Put("/a", "one");
        var result = await Store.PutAsync("/a", Bytes("two"), 0, null, Cancelled);
        Assert.False(result.Succeeded);
        Assert.Equal("one", Text(result.Entry!.Value));
        Assert.Equal(there, result.Entry.ModRevision);
        Assert.Equal(there, await Store.GetCurrentRevisionAsync(Cancelled));
    }

    [Fact]
    public async Task Updating_needs_the_revision_of_the_last_write()
    {
        var first = await Put("/a", "one");
        var second = await Store.PutAsync("/a", Bytes("two"), first, null, Cancelled);
        Assert.True(second.Succeeded);
        Assert.Equal((second.Revision, "two"), (second.Entry!.ModRevision, Text(second.Entry.Value)));
        Assert.Equal(first, (await Store.GetAsync("/a", 0, Cancelled)).Entry!.CreateRevision);
        var stale = await Store.PutAsync("/a", Bytes("three"), first, null, Cancelled);
        Assert.False(stale.Succeeded);
        Assert.Equal("two", Text(stale.Entry!.Value));
        Assert.Equal(["/a=two@3"], await List("/"));
    }

    [Fact]
    public async Task Updating_a_missing_key_answers_with_nothing()
    {
        await Put("/b", "1");
        var result = await Store.PutAsync("/a", Bytes("two"), 17, null, Cancelled);
        Assert.False(result.Succeeded);
        Assert.Null(result.Entry);
        Assert.Equal(2, result.Revision);
    }

    [Fact]
    public async Task Deleting_answers_with_what_was_there()
    {
        var created = await Put("/a", "one");
        var updated = await Put("/a", "two");
        var result = await Store.DeleteAsync("/a", updated, Cancelled);
        Assert.True(result.Succeeded);
        Assert.Equal(4, result.Revision);
        Assert.Equal(("two", created, updated), (Text(result.Entry!.Value), result.Entry.CreateRevision, result.Entry.ModRevision));
        Assert.Null((await Store.GetAsync("/a", 0, Cancelled)).Entry);
        Assert.Empty(await List("/"));
    }

    [Fact]
    public async Task Deleting_with_a_stale_revision_changes_nothing()
    {
        var first = await Put("/a", "one");
        await Put("/a", "two");
        var result = await Store.DeleteAsync("/a", first, Cancelled);
        Assert.False(result.Succeeded);
        Assert.Equal("two", Text(result.Entry!.Value));
        Assert.Equal(["/a=two@3"], await List("/"));
    }

    [Fact]
    public async Task Deleting_a_missing_key_uses_no_revision()
    {
        await Put("/b", "1");
        var result = await Store.DeleteAsync("/a", null, Cancelled);
        Assert.False(result.Succeeded);
        Assert.Null(result.Entry);
        Assert.Equal(2, await Store.GetCurrentRevisionAsync(Cancelled));
    }

    [Fact]
    public async Task A_key_created_again_starts_a_new_life()
    {
        await Put("/a", "one");
        await Delete("/a");
        var again = await Store.PutAsync("/a", Bytes("two"), 0, null, Cancelled);
        Assert.True(again.Succeeded);
        Assert.Equal((4L, 4L), (again.Entry!.CreateRevision, again.Entry.ModRevision));
    }

    [Fact]
    public async Task Values_of_any_size_and_content_come_back_unchanged()
    {
        foreach (var size in new[] { 0, 1, 4096, 1_500_000 })
        {
            var value = new byte[size];
            new Random(size).NextBytes(value);
            Assert.True((await Store.PutAsync($"/size/{size}", value, 0, null, Cancelled)).Succeeded);
            var (entry, _) = await Store.GetAsync($"/size/{size}", 0, Cancelled);
            Assert.True(entry!.Value.Span.SequenceEqual(value));
        }
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_expectation_one_wins()
    {
        var first = await Put("/a", "start");
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(
            i => Task.Run(async () => await Store.PutAsync("/a", Bytes($"{i}"), first, null, Cancelled))));
        var winner = Assert.Single(results, result => result.Succeeded);
        Assert.Equal(Text(winner.Entry!.Value), Text((await Store.GetAsync("/a", 0, Cancelled)).Entry!.Value));
        Assert.All(results.Where(result => !result.Succeeded), result => Assert.Equal(winner.Revision, result.Entry!.ModRevision));
    }

    [Fact]
    public async Task A_counter_that_many_increment_by_compare_and_swap_misses_nothing()
    {
        await Put("/counter", "0");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 25;)
            {
                var (entry, _) = await Store.GetAsync("/counter", 0, Cancelled);
                var next = int.Parse(Text(entry!.Value)) + 1;
                if ((await Store.PutAsync("/counter", Bytes($"{next}"), entry.ModRevision, null, Cancelled)).Succeeded)
                    done++;
            }
        })));
        Assert.Equal("200", Text((await Store.GetAsync("/counter", 0, Cancelled)).Entry!.Value));
        Assert.Equal(202, await Store.GetCurrentRevisionAsync(Cancelled));
    }
}
