using k8s;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>The <c>kubernetes</c> Service leads to the API servers that live.</summary>
public sealed class LivingServersTests : IAsyncLifetime
{
    private const string OnlyFirst = TwoApiServers.FirstAddress;
    private const string Both = TwoApiServers.FirstAddress + "," + TwoApiServers.SecondAddress;

    private readonly TwoApiServers _servers = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _servers.InitializeAsync();

    [Fact]
    public async Task The_list_follows_servers_that_die_end_and_come_back()
    {
        await BecomesAsync(Both);
        await _servers.Second.KillAsync();
        await BecomesAsync(OnlyFirst);
        await _servers.Second.StartAsync();
        await BecomesAsync(Both);
        await _servers.Second.TerminateAsync();
        // It took itself out before it ended.
        Assert.Equal((OnlyFirst, OnlyFirst), await ListedAsync());
        await _servers.Second.StartAsync();
        await BecomesAsync(Both);
    }

    [Fact]
    public async Task A_server_that_hung_is_taken_out_and_comes_back_by_itself()
    {
        await BecomesAsync(Both);
        _servers.Second.Signal("STOP");
        await BecomesAsync(OnlyFirst);
        _servers.Second.Signal("CONT");
        await BecomesAsync(Both);
    }

    [Fact]
    public async Task What_somebody_breaks_is_mended()
    {
        var one = _servers.One;
        await BecomesAsync(Both);
        var endpoints = await one.CoreV1.ReadNamespacedEndpointsAsync("kubernetes", "default", cancellationToken: Cancellation);
        endpoints.Subsets[0].Addresses = [new V1EndpointAddress { Ip = "192.0.2.99" }];
        endpoints.Metadata.Labels["mine"] = "1";
        await one.CoreV1.ReplaceNamespacedEndpointsAsync(endpoints, "kubernetes", "default", cancellationToken: Cancellation);
        await one.DiscoveryV1.DeleteNamespacedEndpointSliceAsync("kubernetes", "default", cancellationToken: Cancellation);
        await BecomesAsync(Both);
        Assert.Equal("1", (await one.CoreV1.ReadNamespacedEndpointsAsync("kubernetes", "default", cancellationToken: Cancellation)).Metadata.Labels["mine"]);

        var service = await one.CoreV1.ReadNamespacedServiceAsync("kubernetes", "default", cancellationToken: Cancellation);
        await one.CoreV1.DeleteNamespacedServiceAsync("kubernetes", "default", cancellationToken: Cancellation);
        await one.NetworkingV1.DeleteServiceCIDRAsync("kubernetes", cancellationToken: Cancellation);
        var again = await Eventually.BecomesAsync(
            "the kubernetes Service, made again",
            () => one.CoreV1.ListNamespacedServiceAsync("default", cancellationToken: Cancellation),
            list => list.Items.Any(item => item.Name() == "kubernetes" && item.Metadata.Uid != service.Metadata.Uid));
        Assert.Equal("10.0.0.1", again.Items.Single(item => item.Name() == "kubernetes").Spec.ClusterIP);
        await Eventually.BecomesAsync(
            "the default ServiceCIDR, made again",
            () => one.NetworkingV1.ListServiceCIDRAsync(cancellationToken: Cancellation),
            list => list.Items is [{ Status.Conditions: [{ Type: "Ready", Status: "True" }] }]);
    }

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    private Task BecomesAsync(string addresses) => Eventually.BecomesAsync(addresses, ListedAsync, listed => listed == (addresses, addresses));

    private async Task<(string Endpoints, string Slice)> ListedAsync()
    {
        var endpoints = await _servers.One.CoreV1.ListNamespacedEndpointsAsync("default", cancellationToken: Cancellation);
        var slices = await _servers.One.DiscoveryV1.ListNamespacedEndpointSliceAsync("default", cancellationToken: Cancellation);
        return (
            string.Join(',', endpoints.Items.SelectMany(item => item.Subsets ?? []).SelectMany(subset => subset.Addresses ?? []).Select(address => address.Ip)),
            string.Join(',', slices.Items.SelectMany(item => item.Endpoints ?? []).SelectMany(endpoint => endpoint.Addresses)));
    }
}
