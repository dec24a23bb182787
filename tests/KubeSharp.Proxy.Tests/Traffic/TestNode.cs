using System.Net.Sockets;
using KubeSharp.Tests.Shared;

namespace KubeSharp.Proxy.Tests.Traffic;

/// <summary>A node with two pods on a bridge and a client outside: four namespaces joined by virtual cables.</summary>
internal sealed class TestNode : IDisposable
{
    public const string NodeAddress = "192.168.77.1";

    private readonly List<Socket> servers = [];

    public TestNode()
    {
        Node = new NetworkNamespace("node");
        PodA = new NetworkNamespace("a");
        PodB = new NetworkNamespace("b");
        Client = new NetworkNamespace("client");
        Node.Execute("ip", "link", "add", "cni0", "type", "bridge");
        Node.Execute("ip", "addr", "add", "10.244.0.1/24", "dev", "cni0");
        Node.Execute("ip", "link", "set", "cni0", "up");
        Node.Execute("sysctl", "-qw", "net.ipv4.ip_forward=1");
        Connect(PodA, "va", "10.244.0.5/24", "10.244.0.1", bridge: true);
        Connect(PodB, "vb", "10.244.0.6/24", "10.244.0.1", bridge: true);
        Connect(Client, "vc", "192.168.77.2/24", null, bridge: false);
        Node.Execute("ip", "addr", "add", NodeAddress + "/24", "dev", "vc");

        // Node processes reach Service addresses although there is no default route.
        Node.Execute("ip", "route", "add", "10.96.0.0/12", "dev", "cni0");
        Client.Execute("ip", "route", "add", "10.96.0.0/12", "via", NodeAddress);
        servers.Add(PodA.Serve("10.244.0.5", 8080, "a"));
        servers.Add(PodB.Serve("10.244.0.6", 8080, "b"));
    }

    public NetworkNamespace Node { get; }

    public NetworkNamespace PodA { get; }

    public NetworkNamespace PodB { get; }

    public NetworkNamespace Client { get; }

    public void Dispose()
    {
        foreach (var server in servers)
            server.Dispose();
        Client.Dispose();
        PodB.Dispose();
        PodA.Dispose();
        Node.Dispose();
    }

    private void Connect(NetworkNamespace other, string cable, string address, string? gateway, bool bridge)
    {
        Node.Execute("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", other.Name);
        if (bridge)
        {
            Node.Execute("ip", "link", "set", cable, "master", "cni0");
            Node.Execute("ip", "link", "set", cable, "type", "bridge_slave", "hairpin", "on");
        }

        Node.Execute("ip", "link", "set", cable, "up");
        other.Execute("ip", "addr", "add", address, "dev", "eth0");
        other.Execute("ip", "link", "set", "eth0", "up");
        if (gateway is not null)
            other.Execute("ip", "route", "add", "default", "via", gateway);
    }
}
