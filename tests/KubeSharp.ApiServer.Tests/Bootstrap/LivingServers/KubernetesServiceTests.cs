using System.Net;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Bootstrap.LivingServers;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using KubeSharp.ApiServer.Tests.Support;

namespace KubeSharp.ApiServer.Tests.Bootstrap.LivingServers;

/// <summary>Servers that share a store, and the list of those that live.</summary>
public sealed class KubernetesServiceTests
{
    private const string Endpoints = "/api/v1/namespaces/default/endpoints/kubernetes";
    private const string Slice = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";

    private static readonly IPAddress One = IPAddress.Parse("192.0.2.10");
    private static readonly IPAddress Two = IPAddress.Parse("192.0.2.11");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_listed_when_it_serves_and_no_more_once_it_stopped()
    {
        ApiServerOptions? options = null;
        await using var server = await TlsTestServer.StartAsync((given, _) => options = given with { AdvertiseAddress = One });
        Assert.Equal("192.0.2.10", await AddressesAsync(server));
        await using (var other = new ApiServerComponent(options! with { AdvertiseAddress = Two }, server.Inner.Store, new TestLog(), TimeProvider.System))
        {
            await other.StartAsync(Cancelled);
            Assert.Equal("192.0.2.10,192.0.2.11", await AddressesAsync(server));
            await other.StopAsync(Cancelled);
            Assert.Equal("192.0.2.10", await AddressesAsync(server));
        }
    }

    [Fact]
    public async Task Who_comes_is_entered_and_whose_key_ends_is_taken_out()
    {
        await using var server = await TlsTestServer.StartAsync((options, _) => options with { AdvertiseAddress = One });
        var key = """{"kind":"Endpoints","apiVersion":"v1","metadata":{},"subsets":[{"addresses":[{"ip":"192.0.2.99"}]}]}"""u8.ToArray();
        await server.Inner.Store.PutAsync(LeasedAddresses.Prefix + "192.0.2.99", key, null, null, Cancelled);
        await BecomesAsync(server, "192.0.2.10,192.0.2.99");
        await server.Inner.Store.PutAsync(LeasedAddresses.Prefix + "192.0.2.99", key, null, TimeSpan.FromSeconds(1), Cancelled);
        await BecomesAsync(server, "192.0.2.10");
    }

    [Fact]
    public async Task A_server_that_takes_no_part_leaves_the_endpoints_to_others()
    {
        await using var server = await TlsTestServer.StartAsync(
            (options, _) => options with { AdvertiseAddress = One, EndpointReconcilerType = EndpointReconcilerType.None });
        using var response = await server.Inner.Http.GetAsync(Endpoints, Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        using var service = await server.Inner.Http.GetAsync("/api/v1/namespaces/default/services/kubernetes", Cancelled);
        Assert.Equal(HttpStatusCode.OK, service.StatusCode);
    }

    [Fact]
    public async Task Servers_that_count_themselves_need_no_keys()
    {
        ApiServerOptions? options = null;
        await using var server = await TlsTestServer.StartAsync(
            (given, _) => options = given with { AdvertiseAddress = One, EndpointReconcilerType = EndpointReconcilerType.MasterCount, ApiServerCount = 2 });
        await using var other = new ApiServerComponent(options! with { AdvertiseAddress = Two }, server.Inner.Store, new TestLog(), TimeProvider.System);
        await other.StartAsync(Cancelled);
        Assert.Equal("192.0.2.10,192.0.2.11", await AddressesAsync(server));
        await other.StopAsync(Cancelled);
        Assert.Equal("192.0.2.10", await AddressesAsync(server));
        Assert.Null((await server.Inner.Store.GetAsync(LeasedAddresses.Prefix + "192.0.2.10", 0, Cancelled)).Entry);
    }

    [Fact]
    public async Task Keys_of_servers_and_ports_are_encrypted_with_everything()
    {
        const string configuration = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: ["*.*"]
              providers:
              - aesgcm: {keys: [{name: k1, secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=}]}
            """;
        await using var server = await TlsTestServer.StartAsync((options, folder) =>
        {
            var file = Path.Combine(folder, "encryption.yaml");
            File.WriteAllText(file, configuration);
            return options with { AdvertiseAddress = One, EncryptionProviderConfig = file };
        });
        Assert.Equal("192.0.2.10", await AddressesAsync(server));
        foreach (var key in (string[])[LeasedAddresses.Prefix + "192.0.2.10", NodePortAllocator.Key])
        {
            var stored = (await server.Inner.Store.GetAsync(key, 0, Cancelled)).Entry!;
            Assert.StartsWith("k8s:enc:aesgcm:v1:k1:", System.Text.Encoding.Latin1.GetString(stored.Value.Span), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("10.0.0.0/16", "fd00::1")]
    [InlineData("fd00::/112", "192.0.2.1")]
    public async Task A_server_that_its_service_could_not_reach_does_not_start(string range, string advertised) =>
        await Assert.ThrowsAsync<ArgumentException>(() => TestServer.StartAsync(
            (options, _) => options with { ServiceClusterIPRange = range, AdvertiseAddress = IPAddress.Parse(advertised) }));

    [Fact]
    public async Task A_server_has_a_lease_and_those_of_servers_long_gone_are_collected()
    {
        ApiServerOptions? options = null;
        await using var server = await TestServer.StartAsync((given, _) => options = given);
        using var made = await server.Http.PostAsync(
            "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
            new StringContent("""{"metadata":{"name":"apiserver-gone","labels":{"apiserver.kubernetes.io/identity":"kube-apiserver"}},"spec":{"holderIdentity":"x","leaseDurationSeconds":3600,"renewTime":"2020-01-01T00:00:00.000000Z"}}""", System.Text.Encoding.UTF8, "application/json"),
            Cancelled);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await using var other = new ApiServerComponent(options!, server.Store, new TestLog(), TimeProvider.System);
        await other.StartAsync(Cancelled);
        string[] names = [];
        while (names is not [var only] || only != ServerIdentity.Of(Environment.MachineName.ToLowerInvariant()))
        {
            var list = JsonParser.ParseObject(await server.Http.GetByteArrayAsync(
                "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases?labelSelector=apiserver.kubernetes.io%2Fidentity%3Dkube-apiserver", Cancelled));
            names = [.. list.GetArray("items")!.OfType<JsonObject>().Select(item => item.FindString("metadata", "name")!)];
            await Task.Yield();
        }
    }

    private static async Task BecomesAsync(TlsTestServer server, string addresses)
    {
        // Ended by the test's own limit.
        while (await AddressesAsync(server) != addresses) await Task.Delay(20, Cancelled);
    }

    private static async Task<string> AddressesAsync(TlsTestServer server)
    {
        while (true)
        {
            var endpoints = JsonParser.ParseObject(await server.Inner.Http.GetByteArrayAsync(Endpoints, Cancelled));
            var slice = JsonParser.ParseObject(await server.Inner.Http.GetByteArrayAsync(Slice, Cancelled));
            var one = string.Join(',', KubernetesEndpoints.AddressesOf(endpoints));
            var two = string.Join(',', (slice.GetArray("endpoints") ?? []).OfType<JsonObject>().Select(item => ((JsonString)item.GetArray("addresses")![0]).Value));
            // The two are written one after the other.
            if (one == two) return one;
            await Task.Yield();
        }
    }
}
