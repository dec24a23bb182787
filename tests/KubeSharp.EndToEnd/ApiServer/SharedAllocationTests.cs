using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>Addresses and ports of Services are given out once, whichever API server is asked, to the last one.</summary>
public sealed class SharedAllocationTests(TwoNarrowApiServers servers) : IClassFixture<TwoNarrowApiServers>
{
    private const int Addresses = 61;
    private const int Ports = 50;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_is_given_out_once_and_none_when_all_are_taken()
    {
        var made = await CreateAsync(Addresses + 19, i => Service($"a{i}", "ClusterIP"));
        var good = made.OfType<V1Service>().ToList();
        Assert.Equal(Addresses, good.Count);
        Assert.Equal(Addresses, good.Select(service => service.Spec.ClusterIP).Distinct().Count());
        Assert.All(made.OfType<string>(), message => Assert.Contains("failed to allocate a serviceIP: range is full", message, StringComparison.Ordinal));
        // Besides them the kubernetes Service's.
        Assert.Equal(Addresses + 1, (await servers.Two.NetworkingV1.ListIPAddressAsync(cancellationToken: Cancellation)).Items.Count);

        // What one takes back, the other gives out.
        for (var i = 0; i < 10; i++)
        {
            await servers.Either(i).CoreV1.DeleteNamespacedServiceAsync(good[i].Name(), "default", cancellationToken: Cancellation);
            var next = await servers.Either(i + 1).CoreV1.CreateNamespacedServiceAsync(Service($"next{i}", "ClusterIP"), "default", cancellationToken: Cancellation);
            Assert.Equal(good[i].Spec.ClusterIP, next.Spec.ClusterIP);
            good[i] = next;
        }

        await DeleteAsync(good);
    }

    [Fact]
    public async Task Every_port_is_given_out_once_and_none_when_all_are_taken()
    {
        var made = await CreateAsync(Ports + 11, i => Service($"p{i}", "NodePort"));
        var good = made.OfType<V1Service>().ToList();
        Assert.Equal(Ports, good.Count);
        Assert.Equal(Ports, good.Select(service => service.Spec.Ports[0].NodePort).Distinct().Count());
        Assert.All(made.OfType<string>(), message => Assert.Contains("failed to allocate a nodePort: range is full", message, StringComparison.Ordinal));
        // Those that got no port gave their addresses back.
        Assert.Equal(Ports + 1, (await servers.One.NetworkingV1.ListIPAddressAsync(cancellationToken: Cancellation)).Items.Count);
        await DeleteAsync(good);
        Assert.Single((await servers.Two.NetworkingV1.ListIPAddressAsync(cancellationToken: Cancellation)).Items);
    }

    [Fact]
    public async Task Who_wants_what_another_has_is_refused_at_either_server()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            var byAddress = await CreateAsync(8, i =>
            {
                var service = Service($"same{i}", "ClusterIP");
                service.Spec.ClusterIP = "10.0.0.20";
                return service;
            });
            Assert.All(byAddress.OfType<string>(), message => Assert.Contains("provided IP is already allocated", message, StringComparison.Ordinal));
            var byPort = await CreateAsync(8, i =>
            {
                var service = Service($"port{i}", "NodePort");
                service.Spec.Ports[0].NodePort = 30007;
                return service;
            });
            Assert.All(byPort.OfType<string>(), message => Assert.Contains("provided port is already allocated", message, StringComparison.Ordinal));
            await DeleteAsync([Assert.Single(byAddress.OfType<V1Service>()), Assert.Single(byPort.OfType<V1Service>())]);
        }
    }

    private static V1Service Service(string name, string type) => new()
    {
        Metadata = new() { Name = name },
        Spec = new() { Type = type, Ports = [new V1ServicePort { Port = 80 }] },
    };

    // The services, or what was said instead.
    private Task<object[]> CreateAsync(int count, Func<int, V1Service> make) => Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
    {
        try
        {
            return await servers.Either(i).CoreV1.CreateNamespacedServiceAsync(make(i), "default", cancellationToken: Cancellation);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.InternalServerError)
        {
            return (object)e.Response.Content;
        }
    }));

    private Task DeleteAsync(IEnumerable<V1Service> services) => Task.WhenAll(
        services.Select((service, i) => servers.Either(i).CoreV1.DeleteNamespacedServiceAsync(service.Name(), "default", cancellationToken: Cancellation)));
}
