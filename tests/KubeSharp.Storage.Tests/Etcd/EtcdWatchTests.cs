using System.Text;
using Grpc.Net.Client;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Etcd.Protocol;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>Watches on etcd when etcd does more than send one event after the other.</summary>
public sealed class EtcdWatchTests : IAsyncLifetime
{
    private readonly HeldTime _time = new();
    private List<EtcdProcess> _members = [];
    private EtcdStore _store = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // What a watch sends of its own accord comes often enough to be waited for.
        _members = EtcdProcess.Start(1, "--experimental-watch-progress-notify-interval", "100ms");
        _store = await EtcdStore.OpenAsync(EtcdTestOptions.For(_members) with { TimeProvider = _time }, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        _time.Release();
        if (_store is not null) await _store.DisposeAsync();
        foreach (var member in _members) await member.DisposeAsync();
    }

    [Fact]
    public async Task When_etcd_forgot_what_the_feed_has_not_seen_only_watches_that_lost_something_end()
    {
        await using var lost = await _store.WatchAsync(new Storage.WatchRequest { Prefix = "/k/", AfterRevision = 1 }, Cancelled);
        _time.Hold();
        await _members[0].KillAsync();
        // The feed has noticed; it tries again when time goes on.
        await EventuallyAsync(() => !_store.Health.Ready);
        _members[0].Run();

        await using var other = await EtcdStore.OpenAsync(EtcdTestOptions.For(_members), Cancelled);
        for (var i = 0; i < 5; i++) await other.PutAsync("/k/a", Encoding.UTF8.GetBytes($"{i}"), null, null, Cancelled);
        var revision = await other.GetCurrentRevisionAsync(Cancelled);
        await other.CompactAsync(revision - 1, Cancelled);
        await using var fits = await _store.WatchAsync(new Storage.WatchRequest { Prefix = "/k/", AfterRevision = revision - 1 }, Cancelled);
        var reading = fits.ReadAsync(Cancelled).AsTask();
        _time.Release();

        var end = await Assert.ThrowsAsync<CompactedException>(async () => await lost.ReadAsync(Cancelled));
        Assert.Equal(revision - 1, end.CompactedRevision);
        Assert.Equal([revision], (await reading).Events.Select(change => change.Revision));
        await other.PutAsync("/k/b", default, 0, null, Cancelled);
        Assert.Equal([revision + 1], (await fits.ReadAsync(Cancelled)).Events.Select(change => change.Revision));
    }

    [Fact]
    public async Task What_etcd_sends_in_parts_is_put_together()
    {
        const int Keys = 10;
        await using var watch = await _store.WatchAsync(new Storage.WatchRequest { Prefix = "/k/" }, Cancelled);
        using var channel = GrpcChannel.ForAddress(_members[0].Address, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        var raw = new KV.KVClient(channel);
        var value = new byte[140_000];
        List<long> revisions = [];
        for (byte round = 1; round <= 4; round++)
        {
            // One revision of many events. With what was there before it is larger than what etcd sends in one message.
            Array.Fill(value, round);
            var transaction = new TxnRequest();
            for (var i = 0; i < Keys; i++)
            {
                transaction.Success.Add(new RequestOp
                {
                    RequestPut = new PutRequest { Key = Google.Protobuf.ByteString.CopyFromUtf8($"/test/k/{i}"), Value = Google.Protobuf.ByteString.CopyFrom(value) },
                });
            }

            revisions.Add((await raw.TxnAsync(transaction, cancellationToken: Cancelled)).Header.Revision);
        }

        Assert.True(await IsSentInPartsAsync(channel, revisions[0]), "etcd sent it whole");
        // From the feed, and from the beginning by one that was not there.
        await using var late = await _store.WatchAsync(new Storage.WatchRequest { Prefix = "/k/", AfterRevision = 1 }, Cancelled);
        // The store was opened at revision 1; one opened now remembers nothing.
        await using var fresh = await EtcdStore.OpenAsync(EtcdTestOptions.For(_members), Cancelled);
        await using var history = await fresh.WatchAsync(new Storage.WatchRequest { Prefix = "/k/", AfterRevision = 1 }, Cancelled);
        foreach (var one in (IStoreWatch[])[watch, late, history])
        {
            List<StoreEvent> events = [];
            while (events.Count < Keys * revisions.Count)
            {
                var batch = await one.ReadAsync(Cancelled);
                // A revision comes whole: who resumes from a batch's revision misses nothing of it.
                if (batch.Events.Count > 0) Assert.Equal(0, batch.Events.Count % Keys);
                events.AddRange(batch.Events);
            }

            Assert.Equal(revisions.SelectMany(revision => Enumerable.Repeat(revision, Keys)), events.Select(change => change.Revision));
            Assert.Equal(Enumerable.Range(0, Keys * revisions.Count).Select(i => $"/k/{i % Keys}"), events.Select(change => change.Key));
            for (var i = 0; i < events.Count; i++)
            {
                Assert.Equal((i / Keys) + 1, events[i].Value.Span[^1]);
                Assert.Equal(i / Keys == 0 ? 0 : value.Length, events[i].PreviousValue.Length);
            }
        }
    }

    [Fact]
    public async Task Writes_elsewhere_move_a_quiet_watch_on_by_etcds_own_notices()
    {
        await using var watch = await _store.WatchAsync(new Storage.WatchRequest { Prefix = "/k/" }, Cancelled);
        using var channel = GrpcChannel.ForAddress(_members[0].Address);
        var put = new RequestOp { RequestPut = new PutRequest { Key = Google.Protobuf.ByteString.CopyFromUtf8("/elsewhere/a") } };
        var revision = (await new KV.KVClient(channel).TxnAsync(new TxnRequest { Success = { put } }, cancellationToken: Cancelled)).Header.Revision;
        // Nobody asks for progress, so no marker is written.
        _time.Hold();
        await EventuallyAsync(() => _store.KnownRevision >= revision);
        Assert.Equal(revision, await _store.GetCurrentRevisionAsync(Cancelled));
        watch.RequestProgress();
        var batch = await watch.ReadAsync(Cancelled);
        Assert.Empty(batch.Events);
        Assert.True(batch.Revision >= revision);
    }

    [Fact]
    public async Task A_watch_that_is_disposed_of_while_it_is_read_ends()
    {
        await _store.PutAsync("/k/a", default, 0, null, Cancelled);
        // One that is fed, and one that reads from the beginning on its own.
        await using var fresh = await EtcdStore.OpenAsync(EtcdTestOptions.For(_members), Cancelled);
        foreach (var (store, after) in ((EtcdStore, long)[])[(_store, 2), (fresh, 1)])
        {
            for (var round = 0; round < 20; round++)
            {
                var watch = await store.WatchAsync(new Storage.WatchRequest { Prefix = "/none/", AfterRevision = after }, Cancelled);
                var reading = watch.ReadAsync(Cancelled).AsTask();
                await watch.DisposeAsync();
                await Assert.ThrowsAsync<StoreUnavailableException>(() => reading);
            }
        }
    }

    private static async Task<bool> IsSentInPartsAsync(GrpcChannel channel, long revision)
    {
        using var call = new Watch.WatchClient(channel).Watch(cancellationToken: Cancelled);
        var create = new WatchCreateRequest { Key = Google.Protobuf.ByteString.CopyFromUtf8("/test/k/"), RangeEnd = Google.Protobuf.ByteString.CopyFromUtf8("/test/k0"), StartRevision = revision, PrevKv = true, Fragment = true };
        await call.RequestStream.WriteAsync(new Storage.Etcd.Protocol.WatchRequest { CreateRequest = create }, Cancelled);
        var events = 0;
        var parts = false;
        while (events < 40 && await call.ResponseStream.MoveNext(Cancelled))
        {
            events += call.ResponseStream.Current.Events.Count;
            parts |= call.ResponseStream.Current.Fragment;
        }

        return parts;
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        while (!holds()) await Task.Delay(10, Cancelled);
    }
}
