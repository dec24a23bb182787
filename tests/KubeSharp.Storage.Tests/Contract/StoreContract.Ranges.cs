namespace KubeSharp.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_range_lists_its_prefix_in_key_order_and_nothing_else()
    {
        foreach (var key in new[] { "/pods/b", "/pods/a", "/podsecurity/x", "/pods", "/pods/a/1", "/zebra" })
            await Put(key, "v");
        Assert.Equal(["/pods/a=v@3", "/pods/a/1=v@6", "/pods/b=v@2"], await List("/pods/"));
        Assert.Equal(6, (await List("")).Length);
        Assert.Empty(await List("/none/"));
    }

    [Fact]
    public async Task Keys_are_ordered_by_their_UTF8_bytes()
    {
        string[] keys = ["/k/\uFF5E", "/k/\U0001F600", "/k/z", "/k/é", "/k/A"];
        foreach (var key in keys)
            await Put(key, "v");
        var range = await Store.RangeAsync(new RangeRequest { Prefix = "/k/" }, Cancelled);
        Assert.Equal(["/k/A", "/k/z", "/k/é", "/k/\uFF5E", "/k/\U0001F600"], range.Entries.Select(entry => entry.Key));
    }

    [Fact]
    public async Task A_limited_range_is_continued_at_its_revision_as_if_nothing_had_happened()
    {
        for (var i = 0; i < 10; i++)
            await Put($"/k/{i}", "old");
        var first = await Store.RangeAsync(new RangeRequest { Prefix = "/k/", Limit = 4 }, Cancelled);
        Assert.True(first.More);
        Assert.Equal((4, 6L), (first.Entries.Count, first.Remaining));
        await Delete("/k/5");
        await Put("/k/6", "new");
        await Put("/k/55", "new");
        var second = await Store.RangeAsync(
            new RangeRequest { Prefix = "/k/", Limit = 4, After = first.Entries[^1].Key, Revision = first.Revision }, Cancelled);
        Assert.Equal(["/k/4", "/k/5", "/k/6", "/k/7"], second.Entries.Select(entry => entry.Key));
        Assert.All(second.Entries, entry => Assert.Equal("old", Text(entry.Value)));
        Assert.Equal((first.Revision, 2L), (second.Revision, second.Remaining));
        var third = await Store.RangeAsync(new RangeRequest { Prefix = "/k/", After = "/k/7", Revision = first.Revision }, Cancelled);
        Assert.Equal((2, false), (third.Entries.Count, third.More));
    }

    [Fact]
    public async Task Keys_only_leaves_the_values_out()
    {
        await Put("/k/a", "value");
        var range = await Store.RangeAsync(new RangeRequest { Prefix = "/k/", KeysOnly = true }, Cancelled);
        Assert.Equal((true, 2L), (range.Entries[0].Value.IsEmpty, range.Entries[0].ModRevision));
    }

    [Fact]
    public async Task Every_revision_can_be_read_as_it_was()
    {
        await Put("/k/a", "1");
        await Put("/k/b", "1");
        await Put("/k/a", "2");
        await Delete("/k/b");
        await Put("/k/b", "3");
        Assert.Empty(await List("/k/", 1));
        Assert.Equal(["/k/a=1@2"], await List("/k/", 2));
        Assert.Equal(["/k/a=1@2", "/k/b=1@3"], await List("/k/", 3));
        Assert.Equal(["/k/a=2@4", "/k/b=1@3"], await List("/k/", 4));
        Assert.Equal(["/k/a=2@4"], await List("/k/", 5));
        Assert.Equal(["/k/a=2@4", "/k/b=3@6"], await List("/k/", 6));
        Assert.Equal("1", Text((await Store.GetAsync("/k/a", 3, Cancelled)).Entry!.Value));
        Assert.Null((await Store.GetAsync("/k/b", 5, Cancelled)).Entry);
    }

    [Fact]
    public async Task A_revision_that_does_not_exist_yet_is_refused()
    {
        await Put("/a", "1");
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.GetAsync("/a", 50, Cancelled));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await List("/", 50));
        await Assert.ThrowsAsync<FutureRevisionException>(async () => await Store.CompactAsync(50, Cancelled));
    }

    [Fact]
    public async Task Compaction_forgets_what_was_overwritten_and_keeps_what_is()
    {
        await Put("/k/a", "1");
        await Put("/k/b", "1");
        await Put("/k/a", "2");
        await Delete("/k/b");
        await Put("/k/c", "1");
        await Put("/k/a", "3");
        await Store.CompactAsync(5, Cancelled);
        Assert.Equal(5, Store.CompactedRevision);
        Assert.Equal(["/k/a=2@4"], await List("/k/", 5));
        Assert.Equal(["/k/a=3@7", "/k/c=1@6"], await List("/k/"));
        var fault = await Assert.ThrowsAsync<CompactedException>(async () => await List("/k/", 3));
        Assert.Equal((3L, 5L), (fault.RequestedRevision, fault.CompactedRevision));
        await Assert.ThrowsAsync<CompactedException>(async () => await Store.GetAsync("/k/a", 4, Cancelled));
        await Store.CompactAsync(3, Cancelled);
        Assert.Equal(5, Store.CompactedRevision);
    }

    [Fact]
    public async Task Compacting_everything_keeps_the_revision()
    {
        await Put("/a", "1");
        await Delete("/a");
        await Store.CompactAsync(3, Cancelled);
        Assert.Equal(3, await Store.GetCurrentRevisionAsync(Cancelled));
        Assert.Equal(4, await Put("/a", "2"));
        Assert.Equal(["/a=2@4"], await List("/"));
    }
}
