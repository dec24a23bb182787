using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Benchmarks.Api;

/// <summary>Connections that stay open for all rounds of a comparison.</summary>
internal sealed class Clients : IDisposable
{
    private Clients(RawClient[] all) => All = all;

    public RawClient[] All { get; }

    public static async Task<Clients> ConnectAsync(int port, int count, X509Certificate2? certificate)
    {
        var all = new RawClient[count];
        for (var i = 0; i < count; i++)
            all[i] = await RawClient.ConnectAsync(port, certificate);
        return new Clients(all);
    }

    public void Dispose()
    {
        foreach (var client in All)
            client.Dispose();
    }
}
