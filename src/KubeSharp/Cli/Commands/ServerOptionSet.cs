using System.CommandLine;
using System.Net;
using KubeSharp.Cluster;
using KubeSharp.Composition;

namespace KubeSharp.Cli.Commands;

/// <summary>The flags that shape a whole server: <c>up</c> takes the same ones and passes them on.</summary>
internal sealed class ServerOptionSet
{
    private readonly Option<string> _nodeName = new("--node-name")
    {
        Description = "Name of this machine's Node.",
        DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant(),
    };

    private readonly Option<string?> _nodeIP = new("--node-ip") { Description = "Address that the node announces." };
    private readonly Option<int> _securePort = new("--https-listen-port") { Description = "Port of the API server.", DefaultValueFactory = _ => 6443 };
    private readonly Option<int> _kubeletPort = new("--kubelet-port") { Description = "Port of the kubelet.", DefaultValueFactory = _ => 10250 };
    private readonly Option<int> _healthPort = new("--proxy-healthz-port") { Description = "Port of kube-proxy's health check.", DefaultValueFactory = _ => 10256 };
    private readonly Option<string> _serviceRange = new("--service-cluster-ip-range") { Description = "Addresses of Services: a range, or one of IPv4 and one of IPv6 joined by a comma.", DefaultValueFactory = _ => "10.43.0.0/16" };
    private readonly Option<string> _clusterCidr = new("--cluster-cidr") { Description = "Addresses of Pods.", DefaultValueFactory = _ => "10.42.0.0/16" };

    private readonly Option<TimeSpan> _snapshotInterval = Durations.Option("--snapshot-interval", "Time between two snapshots of the embedded store; 0 for none.", "12h");
    private readonly Option<int> _snapshotRetention = new("--snapshot-retention") { Description = "Snapshots that are kept.", DefaultValueFactory = _ => 5 };
    private readonly EtcdFlags _etcd = new();

    public IReadOnlyList<Option> Options => [_nodeName, _nodeIP, _securePort, _kubeletPort, _healthPort, _serviceRange, _clusterCidr, _snapshotInterval, _snapshotRetention, .. _etcd.All];

    public void AddTo(Command command)
    {
        foreach (var option in Options)
            command.Options.Add(option);
    }

    /// <exception cref="UserError">A value makes no sense.</exception>
    public ServerSettings Read(ParseResult result, ClusterPaths paths) => new()
    {
        Paths = paths,
        NodeName = result.GetValue(_nodeName)!,
        NodeIP = result.GetValue(_nodeIP) is { } ip
            ? IPAddress.TryParse(ip, out var address) ? address : throw new UserError($"--node-ip {ip} is not an IP address")
            : null,
        SecurePort = Port(result, _securePort),
        KubeletPort = Port(result, _kubeletPort),
        ProxyHealthPort = Port(result, _healthPort),
        ServiceClusterIPRanges = Ranges(result, _serviceRange),
        ClusterCidr = Range(result, _clusterCidr),
        Etcd = _etcd.Read(result),
        SnapshotInterval = result.GetValue(_snapshotInterval),
        SnapshotRetention = result.GetValue(_snapshotRetention) is > 0 and var kept ? kept : throw new UserError("--snapshot-retention must be at least 1"),
    };

    /// <summary>The flags that were given, for passing them on to another process.</summary>
    public IEnumerable<string> Given(ParseResult result) => Options
        .Where(option => result.GetResult(option) is { Implicit: false })
        .SelectMany(option => result.GetResult(option)!.Tokens.SelectMany(token => new[] { option.Name, token.Value }));

    private static int Port(ParseResult result, Option<int> option) => result.GetValue(option) is var port && port is > 0 and < 65536
        ? port
        : throw new UserError($"{option.Name} {port} is not a port; give a number from 1 to 65535");

    private static string[] Ranges(ParseResult result, Option<string> option)
    {
        var ranges = (result.GetValue(option) ?? "").Split(',', StringSplitOptions.TrimEntries);
        foreach (var range in ranges)
        {
            if (!IPNetwork.TryParse(range, out _)) throw new UserError($"{option.Name} {range} is not an address range; give one such as 10.43.0.0/16");
        }

        return ranges.Length == 1 || (ranges.Length == 2 && ranges[0].Contains(':') != ranges[1].Contains(':'))
            ? ranges
            : throw new UserError($"{option.Name} {result.GetValue(option)}: give one range, or one of IPv4 and one of IPv6 joined by a comma");
    }

    private static string Range(ParseResult result, Option<string> option) => result.GetValue(option) is { } range && IPNetwork.TryParse(range, out _)
        ? range
        : throw new UserError($"{option.Name} {result.GetValue(option)} is not an address range; give one such as 10.42.0.0/16");
}
