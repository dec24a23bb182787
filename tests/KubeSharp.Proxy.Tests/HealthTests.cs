using System.Net;
using KubeSharp.Proxy.Shell;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Proxy.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Healthz_fails_while_changes_do_not_get_through()
    {
        var cancel = TestContext.Current.CancellationToken;
        var health = new ProxyHealth(TimeSpan.Zero, TimeProvider.System);
        await using var server = new SmallHttpServer(new IPEndPoint(IPAddress.Loopback, 0), health.Answer);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{server.Address}") };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz", UriKind.Relative), cancel)).StatusCode);
        health.Changed();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/healthz", UriKind.Relative), cancel)).StatusCode);
        health.Synced(DateTimeOffset.MaxValue);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/livez", UriKind.Relative), cancel)).StatusCode);

        // A node that is being deleted gets no new traffic, but the proxy lives.
        health.IsNodeEligible = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/healthz", UriKind.Relative), cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/livez", UriKind.Relative), cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/other", UriKind.Relative), cancel)).StatusCode);
    }

    [Fact]
    public async Task Health_check_ports_follow_the_services()
    {
        var cancel = TestContext.Current.CancellationToken;
        var port = FreePort();
        await using var servers = new ServiceHealthServers(new ProxyHealth(TimeSpan.FromMinutes(1), TimeProvider.System), NullLogger.Instance);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await servers.ApplyAsync(new Dictionary<(string, int), int> { [("default/web", port)] = 2 });
        var answer = await client.GetAsync(new Uri("/", UriKind.Relative), cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            "{\"service\": {\"namespace\": \"default\", \"name\": \"web\"}, \"localEndpoints\": 2, \"serviceProxyHealthy\": true}",
            await answer.Content.ReadAsStringAsync(cancel));
        await servers.ApplyAsync(new Dictionary<(string, int), int> { [("default/web", port)] = 0 });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(new Uri("/", UriKind.Relative), cancel)).StatusCode);
        await servers.ApplyAsync(new Dictionary<(string, int), int>());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("/", UriKind.Relative), cancel));
    }

    private static int FreePort()
    {
        var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
