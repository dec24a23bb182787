using KubeSharp.ApiServer.Reading;
using static KubeSharp.ApiServer.Tests.WatchCache.CacheFixture;

namespace KubeSharp.ApiServer.Tests.WatchCache;

public sealed class IndexedWatchTests
{
    [Fact]
    public async Task A_watch_of_one_value_hears_of_what_comes_to_it_stays_and_leaves_and_of_nothing_else()
    {
        await using var fixture = await CreateAsync();
        await using var watch = await fixture.WatchAsync(1, node: "n1");
        await fixture.PutAsync("other", node: "n2");
        await fixture.PutAsync("pod");
        await fixture.PutAsync("pod", "bound", node: "n1");
        await fixture.PutAsync("other", "again", node: "n2");
        await fixture.PutAsync("pod", "running", node: "n1");
        await fixture.PutAsync("pod", "moved", node: "n2");
        await fixture.PutAsync("pod", "elsewhere", node: "n2");
        await fixture.PutAsync("last", node: "n1");
        await fixture.DeleteAsync("last");
        Assert.Equal(["pod@3 > pod@4", "pod@4 > pod@6", "pod@6 > pod@7", "- > last@9", "last@10 > -"], (await TakeAsync(watch, 5)).Select(Show));
    }

    [Fact]
    public async Task Changes_of_other_values_do_not_wake_it_but_progress_covers_them()
    {
        await using var fixture = await CreateAsync();
        await using var watch = await fixture.WatchAsync(1, node: "n1");
        var reading = watch.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        var last = 0L;
        for (var i = 0; i < 300; i++) last = await fixture.PutAsync($"p{i}", node: "n2");
        await fixture.Cache.ReachAsync(last, TestContext.Current.CancellationToken);
        Assert.False(reading.IsCompleted);
        watch.RequestProgress();
        var progress = await reading;
        Assert.Empty(progress.Changes);
        Assert.True(progress.Revision >= last);
    }

    [Fact]
    public async Task A_watch_of_one_value_in_one_namespace_hears_of_that_namespace_only()
    {
        await using var fixture = await CreateAsync();
        await using var watch = await fixture.WatchAsync(1, fixture.Pods.Prefix("a"), node: "n1");
        await fixture.PutAsync("x", @namespace: "b", node: "n1");
        await fixture.PutAsync("y", @namespace: "a", node: "n1");
        Assert.Equal(["- > y@3"], (await TakeAsync(watch, 1)).Select(Show));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"a"},"spec":{"nodeName":"n1"}}""", "n1")]
    [InlineData("""{"spec":{"containers":[{"nodeName":"no"}],"nodeName":"n1"}}""", "n1")]
    [InlineData("""{"spec":{"nodeName":7}}""", "")]
    [InlineData("""{"spec":"nodeName"}""", "")]
    [InlineData("""{"nodeName":"n1","spec":{}}""", "")]
    [InlineData("{}", "")]
    public void The_value_is_read_from_the_bytes(string json, string value) =>
        Assert.Equal(value, new IndexedField("spec.nodeName").Read(System.Text.Encoding.UTF8.GetBytes(json)));
}
