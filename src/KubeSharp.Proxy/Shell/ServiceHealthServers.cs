using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Proxy.Shell;

/// <summary>
/// The health check node ports: load balancers of Services with externalTrafficPolicy Local ask there which nodes have endpoints.
/// https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
/// </summary>
internal sealed class ServiceHealthServers(ProxyHealth proxy, ILogger logger) : IAsyncDisposable
{
    private readonly Dictionary<(string Service, int Port), Entry> entries = [];

    /// <summary>Listens on exactly the ports of <paramref name="wanted"/> and answers with its counts.</summary>
    public async Task ApplyAsync(IReadOnlyDictionary<(string Service, int Port), int> wanted)
    {
        foreach (var key in entries.Keys.Where(key => !wanted.ContainsKey(key)).ToArray())
        {
            if (entries.Remove(key, out var entry))
                await entry.Server.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var (key, count) in wanted)
        {
            if (entries.TryGetValue(key, out var present))
            {
                present.Count = count;
                continue;
            }

            var entry = new Entry { Count = count };
            try
            {
                var any = Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
                entry.Server = new SmallHttpServer(new IPEndPoint(any, key.Port), _ => Answer(key.Service, entry.Count));
                entries.Add(key, entry);
            }
            catch (SocketException fault)
            {
                ProxyLog.HealthPortFailed(logger, key.Port, key.Service, fault.Message);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var entry in entries.Values)
            await entry.Server.DisposeAsync().ConfigureAwait(false);
        entries.Clear();
    }

    private HttpReply Answer(string service, int count)
    {
        var slash = service.IndexOf('/', StringComparison.Ordinal);
        var healthy = proxy.IsHealthy;
        var body = $"{{\"service\": {{\"namespace\": \"{service[..slash]}\", \"name\": \"{service[(slash + 1)..]}\"}}, " +
            $"\"localEndpoints\": {count}, \"serviceProxyHealthy\": {(healthy ? "true" : "false")}}}";
        return new HttpReply(count > 0 && healthy ? 200 : 503, body, $"X-Load-Balancing-Endpoint-Weight: {count}\r\n");
    }

    private sealed class Entry
    {
        public SmallHttpServer Server { get; set; } = null!;

        public volatile int Count;
    }
}
