using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.WatchCache;

namespace KubeSharp.ApiServer.Tests.WatchCache;

public sealed class ChangeLogTests
{
    [Fact]
    public void It_grows_while_its_changes_are_fresh_and_then_forgets_the_oldest()
    {
        var log = new ChangeLog(TimeProvider.System, 10);
        for (var revision = 11; revision <= 20_010; revision++)
            log.Append(Change(revision));
        Assert.Equal(20_010 - 16_384, log.Floor);
        Assert.Null(log.FindAfter(log.Floor - 1));
        Assert.Equal(20_000 - 16_384, log.FindAfter(log.Floor));
        Assert.Equal(20_000, log.FindAfter(20_010));
        var next = log.FindAfter(20_000)!.Value;
        var changes = new List<ObjectChange>();
        Assert.True(log.Read(ref next, new WatchSelection("/", false, null, null), 100, changes));
        Assert.Equal(Enumerable.Range(20_001, 10).Select(i => (long)i), changes.Select(change => change.Revision));
    }

    [Fact]
    public void A_reader_that_fell_off_is_told()
    {
        var log = new ChangeLog(TimeProvider.System, 1);
        for (var revision = 2; revision < 30_000; revision++)
            log.Append(Change(revision));
        long next = 5;
        Assert.False(log.Read(ref next, new WatchSelection("/", false, null, null), 100, []));
    }

    [Fact]
    public void Readers_beside_the_writer_miss_and_repeat_nothing()
    {
        var log = new ChangeLog(TimeProvider.System, 0);
        var writer = new Thread(() =>
        {
            for (var revision = 1; revision <= 15_000; revision++)
                log.Append(Change(revision));
        });
        writer.Start();
        long next = 0, last = 0;
        var changes = new List<ObjectChange>();
        while (last < 15_000)
        {
            changes.Clear();
            Assert.True(log.Read(ref next, new WatchSelection("/", false, null, null), 64, changes));
            foreach (var change in changes)
                Assert.Equal(++last, change.Revision);
        }

        writer.Join();
    }

    private static ObjectChange Change(long revision) => new(new StoredObject("/a", revision, new byte[1]), null, revision);
}
