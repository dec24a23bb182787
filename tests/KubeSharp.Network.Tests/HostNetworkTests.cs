using System.Text.Json;
using KubeSharp.Network.Cni;
using KubeSharp.Network.Host;
using KubeSharp.Network.Routes;
using KubeSharp.Processes;
using KubeSharp.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Network.Tests;

/// <summary>The real thing in namespaces of the tests' own: a machine with nothing but loopback, and pods made by the CNI plugins.</summary>
public sealed class HostNetworkTests : IDisposable
{
    private const string Plugins = "/usr/lib/cni";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("kubesharp-net-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Pods_reach_each_other_and_the_node_and_nothing_leaves()
    {
        Assert.SkipUnless(NetworkNamespace.IsPossible && File.Exists(Plugins + "/bridge"), "needs root, ip, iptables and the CNI plugins");
        var cancel = TestContext.Current.CancellationToken;
        using var node = new NetworkNamespace("host");
        using var podA = new NetworkNamespace("pod-a");
        using var podB = new NetworkNamespace("pod-b");
        var options = Options();
        var host = new HostNetwork(options, new CommandRunner("nsenter", "--net=" + node.Path), NullLogger.Instance);

        var before = Snapshot(node);
        var address = await host.PrepareAsync(cancel);
        Assert.Equal(options.FallbackNodeIP, address);
        Assert.Equal(address, await host.PrepareAsync(cancel)); // Twice is harmless.

        Attach(options, node, podA, "a");
        Attach(options, node, podB, "b");
        using var serverA = podA.Serve("0.0.0.0", 8080, "a");
        using var serverNode = node.Serve("0.0.0.0", 9090, "node");
        Assert.Equal("a 10.42.5.3", podB.Ask("10.42.5.2", 8080));
        Assert.Equal("node 10.42.5.3", podB.Ask(address.ToString(), 9090));
        Assert.Equal("a 10.42.5.1", node.Ask("10.42.5.2", 8080));

        // Ranges of nobody: told so at once, from pods and from the node.
        Assert.Equal("HostUnreachable", node.Ask("10.42.9.9", 80));
        Assert.Equal("HostUnreachable", podB.Ask("10.42.9.9", 80));
        Assert.Contains($"dev {options.AnchorName}", node.Execute("ip", "route", "get", "10.43.0.10"), StringComparison.Ordinal);

        Assert.Empty(await host.ResetAsync(cancel));
        Assert.Equal(before, Snapshot(node));
        Assert.Empty(Directory.GetFiles(options.CniConfigDirectory));
        Assert.Empty(await host.ResetAsync(cancel));
    }

    [Fact]
    public async Task Pods_of_other_nodes_are_reached_by_way_of_their_node_and_see_the_real_client()
    {
        Assert.SkipUnless(NetworkNamespace.IsPossible && File.Exists(Plugins + "/bridge"), "needs root, ip, iptables and the CNI plugins");
        var cancel = TestContext.Current.CancellationToken;
        using var first = new NetworkNamespace("n1");
        using var second = new NetworkNamespace("n2");
        using var pod1 = new NetworkNamespace("p1");
        using var pod2 = new NetworkNamespace("p2");
        first.Execute("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", second.Name);
        foreach (var (ns, address) in new[] { (first, "192.168.50.1/24"), (second, "192.168.50.2/24") })
        {
            ns.Execute("ip", "addr", "add", address, "dev", "eth0");
            ns.Execute("ip", "link", "set", "eth0", "up");
        }

        var commands1 = new CommandRunner("nsenter", "--net=" + first.Path);
        var host1 = new HostNetwork(Options(), commands1, NullLogger.Instance);
        var host2 = new HostNetwork(Options(), new CommandRunner("nsenter", "--net=" + second.Path), NullLogger.Instance);
        Assert.Equal("192.168.50.1", (await host1.PrepareAsync(cancel)).ToString());
        Assert.Equal("192.168.50.2", (await host2.PrepareAsync(cancel)).ToString());
        var routes1 = new RouteTable(commands1, NullLogger.Instance);
        var routes2 = new RouteTable(new CommandRunner("nsenter", "--net=" + second.Path), NullLogger.Instance);
        Assert.True(await routes1.ApplyAsync([new PodRoute("10.42.6.0/24", "192.168.50.2", "n2")], cancel));
        Assert.True(await routes2.ApplyAsync([new PodRoute("10.42.5.0/24", "192.168.50.1", "n1")], cancel));
        Assert.False(await routes1.ApplyAsync(
            [new PodRoute("10.42.6.0/24", "192.168.50.2", "n2"), new PodRoute("10.42.7.0/24", "203.0.113.9", "far")], cancel));

        Attach(Options("state1"), first, pod1, "x", "10.42.5.0/24");
        Attach(Options("state2"), second, pod2, "y", "10.42.6.0/24");
        using var server = pod2.Serve("0.0.0.0", 8080, "y");
        Assert.Equal("y 10.42.5.2", pod1.Ask("10.42.6.2", 8080));

        // Outside the pod network the node speaks for its pods.
        using var outside = second.Serve("192.168.50.2", 7070, "n2");
        Assert.Equal("n2 192.168.50.1", pod1.Ask("192.168.50.2", 7070));

        // The node is gone: its pods are unreachable, not sent elsewhere.
        Assert.True(await routes1.ApplyAsync([], cancel));
        Assert.Equal("HostUnreachable", pod1.Ask("10.42.6.2", 8080));
    }

    private NetworkOptions Options(string state = "state") => new()
    {
        NodeName = "n",
        CniConfigDirectory = Directory.CreateDirectory(Path.Combine(directory.FullName, "net.d")).FullName,
        CniStateDirectory = Path.Combine(directory.FullName, state),
    };

    private static string Snapshot(NetworkNamespace node) =>
        node.Execute("ip", "-br", "link") + node.Execute("ip", "route") +
        string.Join('\n', node.Execute("iptables-save").Split('\n').Where(line => line.Contains("KUBESHARP", StringComparison.Ordinal) || line.Contains("CNI", StringComparison.Ordinal)));

    /// <summary>Does what the container runtime does: each plugin of the list in turn, with the result so far.</summary>
    private static void Attach(NetworkOptions options, NetworkNamespace node, NetworkNamespace pod, string id, string range = "10.42.5.0/24")
    {
        using var list = JsonDocument.Parse(CniConfiguration.Build(options, [range]));
        var environment = new Dictionary<string, string>
        {
            ["CNI_COMMAND"] = "ADD",
            ["CNI_CONTAINERID"] = id,
            ["CNI_NETNS"] = pod.Path,
            ["CNI_IFNAME"] = "eth0",
            ["CNI_PATH"] = Plugins,
        };
        var previous = "";
        foreach (var plugin in list.RootElement.GetProperty("plugins").EnumerateArray())
        {
            var text = plugin.GetRawText().TrimEnd();
            var head = $"{{\"cniVersion\":\"1.0.0\",\"name\":\"{CniConfiguration.NetworkName}\",";
            var result = previous.Length == 0 ? "" : $"\"prevResult\":{previous},";
            previous = node.Execute(head + result + text[1..], environment, Path.Combine(Plugins, plugin.GetProperty("type").GetString()!));
        }
    }
}
