using System.Collections.Concurrent;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Client;

namespace KubeSharp.Composition;

/// <summary>Clients of the API server in this process, one for each identity, over its in-memory transport.</summary>
internal sealed class InProcessClients(ApiServerComponent server, TimeProvider time) : IDisposable
{
    private static readonly Uri Address = new("http://kubernetes.default.svc");

    private readonly ConcurrentDictionary<string, (KubeClient Client, HttpMessageInvoker Invoker)> _clients = new();

    /// <summary>The client that speaks as <paramref name="user"/>.</summary>
    public KubeClient For(UserInfo user) => _clients.GetOrAdd(user.Name, _ =>
    {
        HttpMessageInvoker invoker = new(server.CreateHandler(user));
        // The last word of a user's name is what its writes are known by in managed fields.
        var agent = user.Name[(user.Name.LastIndexOf(':') + 1)..] + "/" + ServerSettings.Version;
        return (new KubeClient(invoker, Address, new KubeClientOptions { UserAgent = agent, TimeProvider = time }), invoker);
    }).Client;

    public void Dispose()
    {
        foreach (var (client, invoker) in _clients.Values)
        {
            client.Dispose();
            invoker.Dispose();
        }
    }
}
