using k8s;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;
using KubeSharp.Tests.Etcd;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>Two API servers on one etcd, as in a cluster without a single point of failure.</summary>
public sealed class EtcdTests : IAsyncLifetime
{
    private List<EtcdProcess> _members = [];
    private LoneApiServer _first = null!;
    private LoneApiServer _second = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _members = EtcdProcess.Start(1);
        var address = _members[0].Address.OriginalString;
        _first = new LoneApiServer("--etcd-servers", address);
        _second = new LoneApiServer("--etcd-servers", address);
        await _first.InitializeAsync();
        await _second.InitializeAsync();
    }

    [Fact]
    public async Task Each_server_sees_the_others_writes_at_once_and_in_order()
    {
        using var one = Client(_first);
        using var two = Client(_second);
        var from = (await two.CoreV1.ListNamespacedConfigMapAsync("default", cancellationToken: Cancellation)).Metadata.ResourceVersion;
        for (var i = 0; i < 20; i++)
        {
            var (writer, reader) = i % 2 == 0 ? (one, two) : (two, one);
            var map = new V1ConfigMap { Metadata = new() { Name = $"m{i}" } };
            var made = await writer.CoreV1.CreateNamespacedConfigMapAsync(map, "default", cancellationToken: Cancellation);
            // Time never goes back for a client that moves from one to the other.
            Assert.Contains((await reader.CoreV1.ListNamespacedConfigMapAsync("default", cancellationToken: Cancellation)).Items, item => item.Name() == map.Name());
            var seen = await reader.CoreV1.ListNamespacedConfigMapAsync("default", resourceVersion: made.Metadata.ResourceVersion, cancellationToken: Cancellation);
            Assert.Contains(seen.Items, item => item.Name() == map.Name());
        }

        List<string> events = [];
        await foreach (var (_, item) in two.CoreV1.WatchListNamespacedConfigMapAsync("default", resourceVersion: from, cancellationToken: Cancellation))
        {
            if (item.Name().StartsWith('m')) events.Add(item.Name());
            if (events.Count == 20) break;
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"m{i}"), events);
    }

    [Fact]
    public async Task Addresses_and_ports_of_services_are_given_out_once()
    {
        using var one = Client(_first);
        using var two = Client(_second);
        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).CoreV1.CreateNamespacedServiceAsync(
            new V1Service { Metadata = new() { Name = $"s{i}" }, Spec = new() { Type = "NodePort", Ports = [new V1ServicePort { Port = 80 }] } },
            "default",
            cancellationToken: Cancellation)));
        Assert.Equal(40, made.Select(service => service.Spec.ClusterIP).Distinct().Count());
        Assert.Equal(40, made.Select(service => service.Spec.Ports[0].NodePort).Distinct().Count());
    }

    [Fact]
    public async Task A_server_without_etcd_says_so_and_comes_back_by_itself()
    {
        using var client = Client(_first);
        await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "before" } }, "default", cancellationToken: Cancellation);
        await _members[0].KillAsync();
        await Eventually.BecomesAsync("a server that is not ready", () => _first.KubectlAsync("get", "--raw", "/readyz"), r => r.Error.Contains("[-]etcd failed"));
        _members[0].Run();
        await Eventually.BecomesAsync("a ready server", () => _first.KubectlAsync("get", "--raw", "/readyz"), r => r.Output == "ok");
        await client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = new() { Name = "after" } }, "default", cancellationToken: Cancellation);
        var names = (await client.CoreV1.ListNamespacedConfigMapAsync("default", cancellationToken: Cancellation)).Items.Select(item => item.Name());
        Assert.Superset(new HashSet<string> { "before", "after" }, names.ToHashSet());
    }

    public async ValueTask DisposeAsync()
    {
        if (_first is not null) await _first.DisposeAsync();
        if (_second is not null) await _second.DisposeAsync();
        foreach (var member in _members) await member.DisposeAsync();
    }

    private static Kubernetes Client(LoneApiServer server) => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(server.Kubeconfig));
}
