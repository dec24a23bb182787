using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>Ranges of service addresses come and go while a cluster runs (https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/).</summary>
public sealed class ServiceCidrTests(TwoApiServers servers) : IClassFixture<TwoApiServers>, IAsyncLifetime
{
    private const string Finalizer = "networking.k8s.io/service-cidr-finalizer";
    private BackgroundProcess _controllers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _controllers = BackgroundProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "kubesharp"),
            ["controller-manager", "--controllers=service-cidr-controller", "--leader-elect=false", "--kubeconfig", servers.First.Kubeconfig]);
        return default;
    }

    [Fact]
    public async Task A_range_is_used_once_it_is_ready_and_stays_as_long_as_a_service_needs_it()
    {
        await CreateAsync("more", "10.9.0.0/28");
        await RangeBecomesAsync("more", range => range is { Status.Conditions: [{ Type: "Ready", Status: "True" }] } && range.Metadata.Finalizers.Contains(Finalizer));
        await ServiceBecomesAsync("inside", "10.9.0.5", HttpStatusCode.Created);

        await servers.One.NetworkingV1.DeleteServiceCIDRAsync("more", cancellationToken: Cancellation);
        await RangeBecomesAsync("more", range => range is { Status.Conditions: [{ Type: "Ready", Status: "False", Reason: "Terminating" }] });
        await ServiceBecomesAsync("late", "10.9.0.6", HttpStatusCode.UnprocessableEntity);

        // Another that covers it lets it go, and is held in its place.
        await CreateAsync("wider", "10.9.0.0/24");
        await RangeBecomesAsync("more", range => range is null);
        await servers.Two.NetworkingV1.DeleteServiceCIDRAsync("wider", cancellationToken: Cancellation);
        await RangeBecomesAsync("wider", range => range is { Status.Conditions: [{ Status: "False", Reason: "Terminating" }] });
        await servers.Two.CoreV1.DeleteNamespacedServiceAsync("inside", "default", cancellationToken: Cancellation);
        await RangeBecomesAsync("wider", range => range is null);
        await RangeBecomesAsync("kubernetes", range => range is { Status.Conditions: [{ Type: "Ready", Status: "True" }] });
    }

    public ValueTask DisposeAsync() => _controllers.DisposeAsync();

    private Task CreateAsync(string name, string cidr) => servers.One.NetworkingV1.CreateServiceCIDRAsync(
        new V1ServiceCIDR { Metadata = new() { Name = name }, Spec = new() { Cidrs = [cidr] } }, cancellationToken: Cancellation);

    private Task RangeBecomesAsync(string name, Func<V1ServiceCIDR?, bool> holds) => Eventually.BecomesAsync(
        $"range {name}",
        async () => (await servers.Two.NetworkingV1.ListServiceCIDRAsync(cancellationToken: Cancellation)).Items.SingleOrDefault(item => item.Name() == name),
        holds);

    // The other server hears of a range a moment later. A service that was made too early is made again.
    private Task ServiceBecomesAsync(string name, string address, HttpStatusCode expected) => Eventually.BecomesAsync(
        $"{expected} for {address}",
        async () =>
        {
            try
            {
                var service = new V1Service { Metadata = new() { Name = name }, Spec = new() { ClusterIP = address, Ports = [new V1ServicePort { Port = 80 }] } };
                await servers.Two.CoreV1.CreateNamespacedServiceAsync(service, "default", cancellationToken: Cancellation);
                if (expected != HttpStatusCode.Created) await servers.Two.CoreV1.DeleteNamespacedServiceAsync(name, "default", cancellationToken: Cancellation);
                return HttpStatusCode.Created;
            }
            catch (HttpOperationException e)
            {
                return e.Response.StatusCode;
            }
        },
        status => status == expected);
}
