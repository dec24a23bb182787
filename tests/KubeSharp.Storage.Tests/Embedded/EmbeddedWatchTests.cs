using KubeSharp.Storage.Embedded;

namespace KubeSharp.Storage.Tests.Embedded;

public sealed class EmbeddedWatchTests
{
    [Fact]
    public async Task What_no_reader_sees_yet_no_watch_tells()
    {
        var index = new StoreIndex { Revision = 5 };
        var watch = EmbeddedWatch.Start(new WatchRequest { Prefix = "/k/", PreviousValues = false }, index, readers: null!, new WatchHub(index));
        watch.Offer(Write(6));
        watch.Offer(Write(7));
        watch.Wake();
        var read = watch.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(read.IsCompleted);
        Assert.Equal(0, watch.Settled);

        index.Revision = 6;
        watch.Wake();
        Assert.Equal([6L], (await read).Events.Select(change => change.Revision));

        index.Revision = 7;
        watch.Wake();
        Assert.Equal([7L], (await watch.ReadAsync(TestContext.Current.CancellationToken)).Events.Select(change => change.Revision));
    }

    [Fact]
    public async Task Publishing_wakes_each_watch_that_is_concerned()
    {
        var index = new StoreIndex { Revision = 5 };
        var hub = new WatchHub(index);
        var reads = new[] { "/k/", "/", "/k/a" }.Select(prefix =>
            EmbeddedWatch.Start(new WatchRequest { Prefix = prefix, PreviousValues = false }, index, readers: null!, hub)
                .ReadAsync(TestContext.Current.CancellationToken)).ToArray();
        hub.Publish([Write(6), Write(7)], 7);
        foreach (var read in reads)
            Assert.Equal([6L, 7L], (await read).Events.Select(change => change.Revision));
    }

    private static StoreEvent Write(long revision) => new()
    {
        Type = StoreEventType.Updated,
        Key = "/k/a",
        Revision = revision,
        CreateRevision = 2,
        PreviousRevision = revision - 1,
    };
}
