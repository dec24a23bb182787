using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Routing;

namespace KubeSharp.Storage.Tests.Routing;

/// <summary>Keys of several stores.</summary>
public sealed class RoutedStoreTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _first = new();
    private readonly TemporaryDirectory _second = new();
    private EmbeddedStore _main = null!;
    private EmbeddedStore _events = null!;
    private RoutedStore _store = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _main = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = _first.Path }, Cancelled);
        _events = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = _second.Path }, Cancelled);
        _store = new RoutedStore(_main, [("/registry/events/", _events), ("/registry/leases/", _events)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task Each_key_is_in_its_store_with_that_stores_revisions()
    {
        await using var watch = await _store.WatchAsync(new WatchRequest { Prefix = "/registry/events/" }, Cancelled);
        for (var i = 2; i < 12; i++) Assert.Equal(i, (await _store.PutAsync("/registry/pods/a/b", default, null, null, Cancelled)).Revision);
        var made = await _store.PutAsync("/registry/events/a/b", default, 0, null, Cancelled);
        Assert.Equal(2, made.Revision);
        Assert.Equal(3, (await _store.PutAsync("/registry/leases/a/b", default, 0, null, Cancelled)).Revision);
        Assert.Equal(2, (await watch.ReadAsync(Cancelled)).Events[0].Revision);
        Assert.Equal(2, (await _store.GetAsync("/registry/events/a/b", 2, Cancelled)).Entry!.ModRevision);
        Assert.Null((await _main.GetAsync("/registry/events/a/b", 0, Cancelled)).Entry);
        Assert.Equal(3, (await _store.RangeAsync(new RangeRequest { Prefix = "/registry/events/" }, Cancelled)).Revision);
        Assert.Equal(3, await _store.For("/registry/events/a").GetCurrentRevisionAsync(Cancelled));
        Assert.Equal(11, await _store.For("/registry/pods/").GetCurrentRevisionAsync(Cancelled));
        Assert.Equal(11, await _store.GetCurrentRevisionAsync(Cancelled));
        Assert.True((await _store.DeleteAsync("/registry/events/a/b", 2, Cancelled)).Succeeded);
    }

    [Fact]
    public async Task What_is_in_several_stores_has_no_revision_and_is_refused()
    {
        Assert.Equal<IStore>([_main, _events], _store.Parts);
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.RangeAsync(new RangeRequest { Prefix = "/registry/" }, Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _store.WatchAsync(new WatchRequest { Prefix = "/" }, Cancelled));
    }
}
