using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Etcd;
using KubeSharp.Storage.Snapshots;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>A store on several etcds.</summary>
public sealed class EtcdStoresTests : IAsyncLifetime
{
    private readonly List<EtcdProcess> _main = EtcdProcess.Start(1);
    private readonly List<EtcdProcess> _events = EtcdProcess.Start(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _main.Concat(_events)) await member.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_waits_for_an_etcd_that_is_not_there_and_what_is_in_it_comes_with_it()
    {
        long before;
        await using (var filled = await EtcdStore.OpenAsync(EtcdTestOptions.For(_events), Cancelled))
        {
            await filled.PutAsync("/events/a", default, 0, null, Cancelled);
            before = (await filled.PutAsync("/events/b", default, 0, null, Cancelled)).Revision;
        }

        await _events[0].KillAsync();
        await using var store = await OpenAsync();
        await store.PutAsync("/pods/a", default, 0, null, Cancelled);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync("/events/a", 0, Cancelled));
        Assert.Equal([true, false], store.Parts.Select(part => part.Health.Ready));
        Assert.Contains(_events[0].Address.OriginalString, store.Parts[1].Health.Message);

        // One that knows where it was, from the time before this process.
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = "/events/", AfterRevision = before - 1 }, Cancelled);
        _events[0].Run();
        while (!store.Parts[1].Health.Ready) await Task.Delay(20, Cancelled);
        Assert.Equal("/events/b", (await ReadAsync(watch)).Key);
        await store.PutAsync("/events/c", default, 0, null, Cancelled);
        Assert.Equal("/events/c", (await ReadAsync(watch)).Key);
    }

    [Fact]
    public async Task A_migration_fills_each_etcd_and_empties_each()
    {
        await using var store = await OpenAsync();
        using var directory = new TemporaryDirectory();
        await using var embedded = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = directory.Path }, Cancelled);
        foreach (var key in (string[])["/events/a", "/pods/a", "/pods/b"]) await embedded.PutAsync(key, "x"u8.ToArray(), 0, null, Cancelled);
        Assert.Equal(3, await StoreMigration.CopyAsync(embedded, store, "/", _ => null, Cancelled));
        Assert.Single((await store.Parts[1].RangeAsync(new RangeRequest { Prefix = "/" }, Cancelled)).Entries);
        // From before events had an etcd of their own; seen by nobody.
        await store.Parts[0].PutAsync("/events/a", "old"u8.ToArray(), 0, null, Cancelled);

        using var back = new TemporaryDirectory();
        await using var target = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = back.Path }, Cancelled);
        Assert.Equal(3, await StoreMigration.CopyAsync(store, target, "/", _ => null, Cancelled));
        Assert.Equal("x"u8.ToArray(), (await target.GetAsync("/events/a", 0, Cancelled)).Entry!.Value.ToArray());
    }

    private static async Task<StoreEvent> ReadAsync(IStoreWatch watch)
    {
        while (true)
        {
            try
            {
                var batch = await watch.ReadAsync(Cancelled);
                if (batch.Events.Count > 0) return Assert.Single(batch.Events);
            }
            catch (StoreUnavailableException)
            {
                // Its etcd has only just come back: read again.
                await Task.Delay(20, Cancelled);
            }
        }
    }

    private async Task<IStore> OpenAsync() => await EtcdStores.OpenAsync(
        EtcdTestOptions.For(_main) with { Overrides = [new EtcdOverride("/events/", [_events[0].Address])], RequestTimeout = TimeSpan.FromSeconds(5) }, Cancelled);
}
