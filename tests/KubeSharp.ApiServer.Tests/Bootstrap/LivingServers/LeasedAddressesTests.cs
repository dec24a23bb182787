using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiServer.Bootstrap.LivingServers;
using KubeSharp.ApiServer.Storage;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Tests.Bootstrap.LivingServers;

public sealed class LeasedAddressesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubesharp-leases-");
    private EmbeddedStore _embedded = null!;
    private TransformedStore _store = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _embedded = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { DataDirectory = _folder.FullName });
        // As on etcd, where others may have written.
        _store = new TransformedStore(_embedded, new UpstreamValues());
    }

    [Fact]
    public async Task A_servers_key_is_the_one_that_upstream_keeps()
    {
        var own = new LeasedAddresses(_store, "192.0.2.10");
        await own.RenewAsync(Cancelled);
        Assert.Equal(
            """{"kind":"Endpoints","apiVersion":"v1","metadata":{"generation":1},"subsets":[{"addresses":[{"ip":"192.0.2.10"}]}]}""", await ValueAsync("192.0.2.10"));
        await own.RenewAsync(Cancelled);
        Assert.Equal(2, JsonParser.Parse((await ValueAsync("192.0.2.10"))!) is JsonObject found ? found.FindObject("metadata")!.GetInt64("generation") : null);
        Assert.Equal(["192.0.2.10"], await WantedAsync(own));
    }

    [Fact]
    public async Task Keys_of_every_server_count_in_whatever_form()
    {
        var own = new LeasedAddresses(_store, "192.0.2.10");
        await own.RenewAsync(Cancelled);
        var other = JsonParser.ParseObject("""{"kind":"Endpoints","apiVersion":"v1","metadata":{"generation":7},"subsets":[{"addresses":[{"ip":"192.0.2.11"}]}]}"""u8);
        await PutAsync("192.0.2.11", KubernetesProtobuf.Encode(other, SchemaRegistry.Kubernetes.FindKind("", "v1", "Endpoints")!));
        await PutAsync("192.0.2.12", Encoding.UTF8.GetBytes(other.ToString().Replace(".11", ".12", StringComparison.Ordinal) + "\n"));
        await PutAsync("192.0.2.13", "what is this"u8.ToArray());
        await PutAsync("192.0.2.14", """{"kind":"Endpoints","apiVersion":"v1","metadata":{}}"""u8.ToArray());
        Assert.Equal(["192.0.2.10", "192.0.2.11", "192.0.2.12"], await WantedAsync(own));
    }

    [Fact]
    public async Task A_key_that_somebody_changed_or_took_is_the_servers_again()
    {
        var own = new LeasedAddresses(_store, "192.0.2.10");
        await own.RenewAsync(Cancelled);
        await PutAsync("192.0.2.10", """{"kind":"Endpoints","apiVersion":"v1","metadata":{"generation":40},"subsets":[]}"""u8.ToArray());
        await own.RenewAsync(Cancelled);
        Assert.Equal(41, JsonParser.Parse((await ValueAsync("192.0.2.10"))!) is JsonObject found ? found.FindObject("metadata")!.GetInt64("generation") : null);
        await _store.DeleteAsync(LeasedAddresses.Prefix + "192.0.2.10", null, Cancelled);
        await own.RenewAsync(Cancelled);
        Assert.Equal(["192.0.2.10"], await WantedAsync(own));
    }

    [Fact]
    public async Task No_server_at_all_cannot_be_true_unless_this_one_ends()
    {
        var own = new LeasedAddresses(_store, "192.0.2.10");
        await own.RenewAsync(Cancelled);
        Assert.True(await own.RemoveAsync(Cancelled));
        Assert.False(await own.RemoveAsync(Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WantedAsync(own));
        Assert.Empty(await own.WantedAsync([], stopping: true, Cancelled));
    }

    [Fact]
    public async Task Who_comes_and_who_goes_is_told_and_who_stays_is_not()
    {
        var own = new LeasedAddresses(_store, "192.0.2.10");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var told = new SemaphoreSlim(0);
        var following = own.FollowAsync(() => told.Release(), stop.Token);
        await told.WaitAsync(Cancelled);

        await own.RenewAsync(Cancelled);
        await told.WaitAsync(Cancelled);
        for (var i = 0; i < 5; i++) await own.RenewAsync(Cancelled);
        var other = new LeasedAddresses(_store, "192.0.2.11");
        await other.RenewAsync(Cancelled);
        await told.WaitAsync(Cancelled);
        await other.RemoveAsync(Cancelled);
        await told.WaitAsync(Cancelled);
        Assert.Equal(0, told.CurrentCount);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    public async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Task<IReadOnlyCollection<string>> WantedAsync(LeasedAddresses own) => own.WantedAsync([], stopping: false, Cancelled);

    private Task<WriteResult> PutAsync(string address, byte[] value) => _embedded.PutAsync(LeasedAddresses.Prefix + address, value, null, null, Cancelled).AsTask();

    private async Task<string?> ValueAsync(string address) =>
        (await _embedded.GetAsync(LeasedAddresses.Prefix + address, 0, Cancelled)).Entry is { } entry ? Encoding.UTF8.GetString(entry.Value.Span) : null;
}
