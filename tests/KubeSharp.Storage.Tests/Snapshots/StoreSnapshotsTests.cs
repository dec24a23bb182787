using System.Text;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Snapshots;
using KubeSharp.Storage.Tests.Etcd;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Storage.Tests.Snapshots;

public sealed class StoreSnapshotsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _snapshots = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _data.Dispose();
        _snapshots.Dispose();
    }

    [Fact]
    public async Task A_snapshot_taken_under_load_is_the_store_at_one_instant()
    {
        await using (var store = await OpenAsync())
        {
            using var stop = new CancellationTokenSource();
            // The second key of each pair is only ever written after the first.
            var writer = Task.Run(async () =>
            {
                for (var i = 1; !stop.IsCancellationRequested; i++)
                {
                    await store.PutAsync("/a", Bytes($"{i}"), null);
                    await store.PutAsync("/b", Bytes($"{i}"), null);
                }
            });
            while (store.KnownRevision < 100) await Task.Yield();
            StoreSnapshots.Save(_data.Path, _snapshots.Path, "one");
            await stop.CancelAsync();
            await writer;
        }

        StoreSnapshots.Restore(Path.Combine(_snapshots.Path, "one.db"), _data.Path, Now);
        await using var restored = await OpenAsync();
        var (a, b) = (await Number(restored, "/a"), await Number(restored, "/b"));
        Assert.InRange(a - b, 0, 1);
        Assert.True(b >= 40);
    }

    [Fact]
    public async Task After_a_restore_revisions_are_beyond_all_that_was_seen_and_the_old_store_is_kept()
    {
        long seen;
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("/a", Bytes("saved"), null);
            StoreSnapshots.Save(_data.Path, _snapshots.Path, "one");
            seen = (await store.PutAsync("/a", Bytes("later"), null)).Revision;
        }

        var (former, _) = StoreSnapshots.Restore(Path.Combine(_snapshots.Path, "one.db"), _data.Path, Now);
        Assert.True(File.Exists(former));
        await using var restored = await OpenAsync();
        var answer = await restored.GetAsync("/a", 0, Cancelled);
        Assert.Equal("saved", Encoding.UTF8.GetString(answer.Entry!.Value.Span));
        Assert.True(answer.Revision > seen);
        await Assert.ThrowsAsync<CompactedException>(async () => await restored.WatchAsync(new WatchRequest { Prefix = "/", AfterRevision = seen }, Cancelled));
        Assert.True((await restored.PutAsync("/a", Bytes("on"), answer.Entry.ModRevision)).Revision > StoreSnapshots.RevisionBump);
    }

    [Fact]
    public async Task A_store_in_use_is_not_replaced_and_a_damaged_snapshot_is_not_taken()
    {
        var damaged = Path.Combine(_snapshots.Path, "damaged.db");
        await File.WriteAllBytesAsync(damaged, new byte[10_000], Cancelled);
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("/a", Bytes("1"), null);
            StoreSnapshots.Save(_data.Path, _snapshots.Path, "one");
            Assert.Contains("in use", Assert.Throws<StoreOpenException>(() => StoreSnapshots.Restore(Path.Combine(_snapshots.Path, "one.db"), _data.Path, Now)).Message);
        }

        Assert.Throws<StoreOpenException>(() => StoreSnapshots.Restore(damaged, _data.Path, Now));
        await using var same = await OpenAsync();
        Assert.Equal(1, await Number(same, "/a"));
    }

    [Fact]
    public async Task The_oldest_scheduled_snapshots_go_and_named_ones_stay()
    {
        await using var store = await OpenAsync();
        StoreSnapshots.Save(_data.Path, _snapshots.Path, "before-upgrade");
        for (var i = 0; i < 4; i++) StoreSnapshots.Save(_data.Path, _snapshots.Path, StoreSnapshots.DefaultName(Now.AddHours(i)));
        StoreSnapshots.Retain(_snapshots.Path, 2);
        Assert.Equal(
            ["before-upgrade", "snapshot-20260304T070607Z", "snapshot-20260304T080607Z"],
            StoreSnapshots.List(_snapshots.Path).Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Throws<StoreUnavailableException>(() => StoreSnapshots.Save(_data.Path, _snapshots.Path, "before-upgrade"));
    }

    [Fact]
    public async Task Who_restores_twice_does_not_repeat_a_revision()
    {
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("/a", Bytes("1"), null);
            StoreSnapshots.Save(_data.Path, _snapshots.Path, "one");
        }

        var file = Path.Combine(_snapshots.Path, "one.db");
        StoreSnapshots.Restore(file, _data.Path, Now);
        long seen;
        await using (var store = await OpenAsync()) seen = (await store.PutAsync("/a", Bytes("2"), null)).Revision;
        var (former, revision) = StoreSnapshots.Restore(file, _data.Path, Now);
        Assert.True(revision > seen);
        Assert.EndsWith("-2", former);
        await using var again = await OpenAsync();
        Assert.Equal((revision, 1), (again.KnownRevision, await Number(again, "/a")));
    }

    [Fact]
    public async Task Half_a_snapshot_is_neither_listed_nor_kept()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/a", Bytes("1"), null);
        var half = Path.Combine(_snapshots.Path, "snapshot-20260101T000000Z.db.unfinished");
        await File.WriteAllBytesAsync(half, new byte[5000], Cancelled);
        Assert.Empty(StoreSnapshots.List(_snapshots.Path));
        StoreSnapshots.Save(_data.Path, _snapshots.Path, "one");
        Assert.False(File.Exists(half));
        Assert.Equal("one", Assert.Single(StoreSnapshots.List(_snapshots.Path)).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(8192)]
    public async Task A_snapshot_that_was_cut_off_is_not_taken(int length)
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 100; i++) await store.PutAsync($"/{i}", new byte[1000], null);
            StoreSnapshots.Save(_data.Path, _snapshots.Path, "one");
        }

        var file = Path.Combine(_snapshots.Path, "one.db");
        using (var snapshot = File.OpenWrite(file)) snapshot.SetLength(length);
        Assert.Contains("could not be restored", Assert.Throws<StoreOpenException>(() => StoreSnapshots.Restore(file, _data.Path, Now)).Message);
        Assert.Empty(Directory.GetFiles(_data.Path, "*.restored*"));
        await using var same = await OpenAsync();
        Assert.Equal(101, same.KnownRevision);
    }

    [Fact]
    public async Task Of_a_damaged_store_no_snapshot_is_taken()
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 200; i++) await store.PutAsync($"/{i}", new byte[3000], null);
        }

        using (var file = File.OpenWrite(Path.Combine(_data.Path, "store.db")))
        {
            file.Position = 40_960;
            file.Write(new byte[20_000]);
        }

        Assert.Contains("store.db is damaged", Assert.Throws<StoreOpenException>(() => StoreSnapshots.Save(_data.Path, _snapshots.Path, "one")).Message);
        Assert.Empty(StoreSnapshots.List(_snapshots.Path));
        await File.WriteAllBytesAsync(Path.Combine(_data.Path, "store.db"), [], Cancelled);
        Assert.Throws<StoreOpenException>(() => StoreSnapshots.Save(_data.Path, _snapshots.Path, "one"));
        Assert.Empty(Directory.GetFiles(_snapshots.Path, "*.unfinished*"));
    }

    [Fact]
    public async Task A_store_is_lifted_above_a_revision_and_left_empty()
    {
        await using var store = await OpenAsync();
        await StoreMigration.LiftAsync(store, "/", 3000, null, Cancelled);
        Assert.InRange(store.KnownRevision, 3000, 4000);
        Assert.Equal(store.KnownRevision, store.CompactedRevision);
        await StoreMigration.CheckEmptyAsync(store, "/", Cancelled);
    }

    [Fact]
    public async Task A_new_store_can_go_on_above_what_another_one_has_shown()
    {
        await using (await OpenAsync())
        {
        }

        StoreSnapshots.MoveOn(_data.Path, 5000);
        await using var store = await OpenAsync();
        Assert.Equal((5001L, 5001L), (store.KnownRevision, store.CompactedRevision));
        Assert.Equal(5002, (await store.PutAsync("/a", Bytes("1"), 0)).Revision);
    }

    [Fact]
    public async Task Everything_goes_to_etcd_and_back()
    {
        var members = EtcdProcess.Start(1);
        try
        {
            await using var etcd = await EtcdStore.OpenAsync(EtcdTestOptions.For(members), Cancelled);
            await using (var store = await OpenAsync())
            {
                for (var i = 0; i < 2500; i++) await store.PutAsync($"/k/{i:0000}", Bytes($"{i}"), 0);
                await StoreMigration.LiftAsync(etcd, "/", 4000, null, Cancelled);
                Assert.Equal(2500, await StoreMigration.CopyAsync(store, etcd, "/", _ => null, Cancelled));
                Assert.InRange((await etcd.GetAsync("/k/0000", 0, Cancelled)).Entry!.ModRevision, 4001, 8000);
                await Assert.ThrowsAsync<StoreOpenException>(() => StoreMigration.CopyAsync(store, etcd, "/", _ => null, Cancelled));
            }

            using var other = new TemporaryDirectory();
            await using var back = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = other.Path }, Cancelled);
            Assert.Equal(2500, await StoreMigration.CopyAsync(etcd, back, "/", _ => null, Cancelled));
            Assert.Equal(1234, await Number(back, "/k/1234"));
        }
        finally
        {
            foreach (var member in members) await member.DisposeAsync();
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<int> Number(EmbeddedStore store, string key) =>
        int.Parse(Encoding.UTF8.GetString((await store.GetAsync(key, 0, Cancelled)).Entry!.Value.Span));

    private Task<EmbeddedStore> OpenAsync() => EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = _data.Path }, Cancelled);
}
