using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>An etcd that wants to see certificates.</summary>
public sealed class EtcdTlsTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority = new("etcd-ca");
    private readonly TestAuthority _other = new("other-ca");
    private List<EtcdProcess> _members = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        File.WriteAllText(At("ca.crt"), _authority.Pem);
        File.WriteAllText(At("other.crt"), _other.Pem);
        File.WriteAllText(At("clients.crt"), _authority.Pem);
        _authority.Issue(At("server.crt"), At("server.key"), "etcd");
        _authority.Issue(At("client.crt"), At("client.key"), "kube-apiserver-etcd-client");
        _members = EtcdProcess.Start(1, "--cert-file", At("server.crt"), "--key-file", At("server.key"), "--trusted-ca-file", At("clients.crt"), "--client-cert-auth");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members) await member.DisposeAsync();
        _authority.Dispose();
        _other.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task With_the_right_certificates_it_is_a_store_like_any_other()
    {
        await using var store = await EtcdStore.OpenAsync(Options, Cancelled);
        await using var watch = await store.WatchAsync(new WatchRequest { Prefix = "/k/" }, Cancelled);
        await store.PutAsync("/k/a", default, 0, null, Cancelled);
        Assert.Equal("/k/a", Assert.Single((await watch.ReadAsync(Cancelled)).Events).Key);
        Assert.True(store.Health.Ready);
    }

    [Fact]
    public async Task A_member_whose_certificate_another_authority_signed_is_not_trusted() =>
        await IsRefusedAsync(Options with { CaFile = At("other.crt") }, "The certificate of etcd at https://127.0.0.1:", "is not trusted (--etcd-cafile)");

    [Fact]
    public async Task Without_a_certificate_to_show_the_reason_is_said() =>
        await IsRefusedAsync(Options with { CertFile = null, KeyFile = null }, "etcd at https://127.0.0.1:", "does not accept the client certificate (--etcd-certfile)");

    [Fact]
    public async Task A_certificate_that_the_member_does_not_accept_is_named()
    {
        _other.Issue(At("client.crt"), At("client.key"), "stranger");
        await IsRefusedAsync(Options, "etcd at https://127.0.0.1:", "does not accept the client certificate (--etcd-certfile)");
    }

    [Fact]
    public async Task Replaced_files_are_used_for_the_next_connection()
    {
        await using var store = await EtcdStore.OpenAsync(Options, Cancelled);
        await store.PutAsync("/k/a", default, 0, null, Cancelled);
        await _members[0].KillAsync();
        // Everything of another authority: the member's certificate, what it asks of clients, and ours.
        _other.Issue(At("server.crt"), At("server.key"), "etcd");
        File.WriteAllText(At("clients.crt"), _other.Pem);
        _members[0].Run();
        await BecomesAsync(store, health => health.Message?.Contains("is not trusted") == true);
        File.WriteAllText(At("ca.crt"), _other.Pem);
        _other.Issue(At("client.crt"), At("client.key"), "kube-apiserver-etcd-client");
        await BecomesAsync(store, health => health.Ready);
        Assert.NotNull((await store.GetAsync("/k/a", 0, Cancelled)).Entry);
    }

    private static async Task IsRefusedAsync(EtcdStoreOptions options, params string[] said)
    {
        await using var store = EtcdStore.Open(options with { RequestTimeout = TimeSpan.FromSeconds(2) });
        // Once the member runs at all.
        await BecomesAsync(store, health => Array.TrueForAll(said, part => health.Message?.Contains(part) == true));
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync("/k/a", 0, Cancelled));
        Assert.All(said, part => Assert.Contains(part, refused.Message));
        Assert.False(store.Health.Ready);
    }

    private static async Task BecomesAsync(EtcdStore store, Func<StoreHealth, bool> holds)
    {
        for (var tries = 0; !holds(store.Health); tries++)
        {
            Assert.True(tries < 300, store.Health.Message);
            await Task.Delay(100, Cancelled);
        }
    }

    private EtcdStoreOptions Options => EtcdTestOptions.For(_members) with { CaFile = At("ca.crt"), CertFile = At("client.crt"), KeyFile = At("client.key") };

    private string At(string name) => Path.Combine(_directory.Path, name);
}
