using System.Net.Sockets;
using System.Text.Json;
using KubeSharp.Storage.Etcd;
using KubeSharp.Tests.Etcd;
using KubeSharp.Tests.Shared;

namespace KubeSharp.Storage.Tests.Etcd;

/// <summary>
/// Three members of etcd and a client, each in a network namespace of its own, joined by a bridge in another one. None has an uplink. A second bridge beside
/// the first takes those that are cut off.
/// </summary>
internal sealed class EtcdNetwork : IAsyncDisposable
{
    /// <summary>The client's place; the members' are 0, 1 and 2.</summary>
    public const int Client = 3;

    private readonly List<NetworkNamespace> _places = [];
    private NetworkNamespace? _bridges;

    private EtcdNetwork()
    {
    }

    /// <summary>The members.</summary>
    public List<EtcdProcess> Members { get; private set; } = [];

    /// <summary>Lays the cables and starts the members; ends the test, unheeded, where that is not permitted.</summary>
    public static async Task<EtcdNetwork> StartAsync()
    {
        EtcdProcess.Require();
        if (!NetworkNamespace.IsPossible) Assert.Skip("network namespaces cannot be made here");
        var network = new EtcdNetwork();
        try
        {
            network.Lay();
            network.Members = EtcdProcess.Start([.. network._places.Take(Client).Select((place, i) => (place.Name, Address(i)))]);
            return network;
        }
        catch (InvalidOperationException e)
        {
            await network.DisposeAsync();
            Assert.Skip("network namespaces cannot be joined here: " + e.Message);
            throw;
        }
    }

    /// <summary>How a process at a place uses etcd.</summary>
    public EtcdStoreOptions Options(int place) => EtcdTestOptions.For(Members) with
    {
        NewSocket = () => _places[place].Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)),
        RequestTimeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>Which member leads, as the one at a place sees it.</summary>
    public async Task<int> LeaderAsync()
    {
        while (true)
        {
            for (var i = 0; i < Client; i++)
            {
                if (await LeadsAsync(i)) return i;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Cuts these places off from the others; among each other they stay connected.</summary>
    public void CutOff(params int[] places) => Move(places, "br1");

    /// <summary>Takes the cable of a place out.</summary>
    public void Unplug(int place) => _bridges!.Execute("ip", "link", "set", $"p{place}", "down");

    /// <summary>All reach all again.</summary>
    public void Heal()
    {
        int[] all = [.. Enumerable.Range(0, _places.Count)];
        Move(all, "br0");
        foreach (var place in all) _bridges!.Execute("ip", "link", "set", $"p{place}", "up");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members) await member.DisposeAsync();
        foreach (var place in _places) place.Dispose();
        _bridges?.Dispose();
    }

    private static string Address(int place) => $"10.99.0.{place + 1}";

    private void Lay()
    {
        _bridges = new NetworkNamespace("br");
        foreach (var bridge in (string[])["br0", "br1"])
        {
            _bridges.Execute("ip", "link", "add", bridge, "type", "bridge");
            _bridges.Execute("ip", "link", "set", bridge, "up");
        }

        for (var i = 0; i <= Client; i++)
        {
            var place = new NetworkNamespace($"p{i}");
            _places.Add(place);
            _bridges.Execute("ip", "link", "add", $"p{i}", "type", "veth", "peer", "name", "eth0", "netns", place.Name);
            place.Execute("ip", "address", "add", Address(i) + "/24", "dev", "eth0");
            place.Execute("ip", "link", "set", "eth0", "up");
            _bridges.Execute("ip", "link", "set", $"p{i}", "master", "br0");
            _bridges.Execute("ip", "link", "set", $"p{i}", "up");
        }
    }

    private void Move(int[] places, string bridge)
    {
        foreach (var place in places) _bridges!.Execute("ip", "link", "set", $"p{place}", "master", bridge);
    }

    private async Task<bool> LeadsAsync(int member)
    {
        try
        {
            // Asked in its own namespace, so also when it is cut off.
            var said = await Task.Run(() => _places[member].Execute(
                "", new Dictionary<string, string> { ["ETCDCTL_API"] = "3" }, "etcdctl", "--endpoints", $"{Address(member)}:2379", "--command-timeout", "1s", "endpoint", "status", "-w", "json"));
            var status = JsonDocument.Parse(said).RootElement[0].GetProperty("Status");
            return status.GetProperty("leader").GetUInt64() == status.GetProperty("header").GetProperty("member_id").GetUInt64();
        }
        catch (InvalidOperationException)
        {
            // It does not run yet.
            return false;
        }
    }
}
