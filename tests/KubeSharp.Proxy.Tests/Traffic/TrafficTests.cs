using KubeSharp.Processes;
using KubeSharp.Proxy.Iptables;
using KubeSharp.Proxy.Nftables;
using KubeSharp.Proxy.Shell;
using KubeSharp.Tests.Shared;

namespace KubeSharp.Proxy.Tests.Traffic;

/// <summary>Real packets through real rules, in namespaces of the tests' own.</summary>
public sealed class TrafficTests
{
    private static readonly ProxyOptions Options = new()
    {
        NodeName = "here",
        ClusterCidrs = ["10.244.0.0/16"],
        ServiceCidrs = ["10.96.0.0/12"],
    };

    [Theory]
    [InlineData(ProxyMode.Iptables)]
    [InlineData(ProxyMode.Nftables)]
    public async Task Services_are_reached_from_pods_the_node_and_outside(ProxyMode mode)
    {
        Assert.SkipUnless(NetworkNamespace.IsPossible, "needs root, ip and iptables");
        var cancel = TestContext.Current.CancellationToken;
        using var node = new TestNode();
        var commands = new CommandRunner("nsenter", "--net=" + node.Node.Path);
        IRuleBackend backend = mode == ProxyMode.Iptables
            ? new IptablesBackend(IpFamily.IPv4, Options, commands)
            : new NftablesBackend(IpFamily.IPv4, Options, commands);
        var cluster = new ClusterBuilder()
            .Apply("service web ip=10.96.0.10 port=http:80 nodeport=30080")
            .Apply("endpoints web port=http:8080 10.244.0.5,local 10.244.0.6,local")
            .Apply("service empty ip=10.96.0.20 port=80")
            .Apply("service sticky ip=10.96.0.30 port=80 affinity=600")
            .Apply("endpoints sticky port=8080 10.244.0.5,local 10.244.0.6,local");

        Assert.Null(await backend.SyncAsync(cluster.Model(), full: true, cancel));
        Assert.Null(await backend.SyncAsync(cluster.Model(), full: true, cancel)); // Writing everything again changes nothing.
        Assert.True(await backend.IsIntactAsync(cancel));

        // From a pod: both endpoints answer, itself included; they see the pod's own address unless it talks to itself.
        var fromPod = AskMany(node.PodA, "10.96.0.10", 80);
        Assert.Contains("b 10.244.0.5", fromPod);
        Assert.Contains(fromPod, answer => answer.StartsWith("a ", StringComparison.Ordinal) && answer != "a 10.244.0.5");

        // From the node itself, and from outside by node port.
        Assert.All(AskMany(node.Node, "10.96.0.10", 80), answer => Assert.Matches("^[ab] ", answer));
        Assert.All(AskMany(node.Client, TestNode.NodeAddress, 30080), answer => Assert.Matches("^[ab] 10.244.0.1$", answer));
        Assert.All(AskMany(node.Node, TestNode.NodeAddress, 30080), answer => Assert.Matches("^[ab] ", answer));

        // A client with affinity stays where it is.
        Assert.Single(AskMany(node.PodB, "10.96.0.30", 80));

        // Nothing is there: refused at once, from everywhere, also where no Service ever was.
        Assert.Equal("refused", node.PodA.Ask("10.96.0.20", 80));
        Assert.Equal("refused", node.Node.Ask("10.96.0.20", 80));
        Assert.Equal("refused", node.PodA.Ask("10.100.1.1", 443));
        Assert.Equal("refused", node.Client.Ask("10.100.1.1", 443));

        // One endpoint leaves, then the other.
        cluster.Apply("endpoints web port=http:8080 10.244.0.6,local");
        Assert.Null(await backend.SyncAsync(cluster.Model(), full: false, cancel));
        Assert.All(AskMany(node.PodA, "10.96.0.10", 80), answer => Assert.Equal("b 10.244.0.5", answer));
        cluster.Apply("endpoints web port=http:8080");
        Assert.Null(await backend.SyncAsync(cluster.Model(), full: false, cancel));
        Assert.Equal("refused", node.PodA.Ask("10.96.0.10", 80));
        Assert.Equal("refused", node.Client.Ask(TestNode.NodeAddress, 30080));

        // Nothing of ours stays.
        Assert.Null(await backend.CleanupAsync(cancel));
        Assert.False(await backend.IsIntactAsync(cancel));
        Assert.DoesNotContain("KUBE", node.Node.Execute("iptables-save"), StringComparison.Ordinal);
        Assert.DoesNotContain("kube-proxy", node.Node.Execute("nft", "list", "ruleset"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_rules_are_noticed()
    {
        Assert.SkipUnless(NetworkNamespace.IsPossible, "needs root, ip and iptables");
        var cancel = TestContext.Current.CancellationToken;
        using var node = new NetworkNamespace("flush");
        var backend = new IptablesBackend(IpFamily.IPv4, Options, new CommandRunner("nsenter", "--net=" + node.Path));
        Assert.Null(await backend.SyncAsync(new ClusterBuilder().Model(), full: true, cancel));
        Assert.True(await backend.IsIntactAsync(cancel));
        node.Execute("iptables", "-t", "nat", "-F");
        node.Execute("iptables", "-t", "nat", "-X");
        Assert.False(await backend.IsIntactAsync(cancel));
    }

    private static HashSet<string> AskMany(NetworkNamespace from, string address, int port)
    {
        var answers = new HashSet<string>();
        for (var i = 0; i < 24; i++)
            answers.Add(from.Ask(address, port));
        return answers;
    }
}
