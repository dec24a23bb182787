using System.Net;

namespace KubeSharp.Proxy;

/// <summary>How the proxy runs; names follow the flags of kube-proxy.</summary>
public sealed record ProxyOptions
{
    /// <summary>--hostname-override: the name of this node, by which local endpoints are told from others.</summary>
    public required string NodeName { get; init; }

    /// <summary>--proxy-mode.</summary>
    public ProxyMode Mode { get; init; } = ProxyMode.Iptables;

    /// <summary>
    /// --cluster-cidr: the pod ranges (one for each family). Traffic to a Service from elsewhere is masqueraded. Empty: pods are not told
    /// from others, and only what must be is masqueraded.
    /// </summary>
    public IReadOnlyList<string> ClusterCidrs { get; init; } = [];

    /// <summary>
    /// --service-cluster-ip-range of the API server: addresses in these ranges that no Service has are rejected here instead of leaving on
    /// the uplink.
    /// </summary>
    public IReadOnlyList<string> ServiceCidrs { get; init; } = [];

    /// <summary>--nodeport-addresses: ranges of node addresses on which node ports answer; empty for all.</summary>
    public IReadOnlyList<string> NodePortAddresses { get; init; } = [];

    /// <summary>--masquerade-all.</summary>
    public bool MasqueradeAll { get; init; }

    /// <summary>--iptables-masquerade-bit, 0..31.</summary>
    public int MasqueradeBit { get; init; } = 14;

    /// <summary>--iptables-localhost-nodeports: node ports answer on 127.0.0.1 too (IPv4).</summary>
    public bool LocalhostNodePorts { get; init; } = true;

    /// <summary>--iptables-sync-period: rarely, everything is compared with what is in the kernel.</summary>
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>--iptables-min-sync-period: changes that come closer together are taken together.</summary>
    public TimeSpan MinSyncPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>--healthz-bind-address; null for none.</summary>
    public IPEndPoint? HealthzBindAddress { get; init; } = new(IPAddress.Any, 10256);

    /// <summary>False in tests that must not listen on the health check ports of Services.</summary>
    public bool ServeHealthChecks { get; init; } = true;

    /// <summary>Families that are served. A family whose tools do not work on this machine is left out with a line in the log.</summary>
    public IReadOnlyList<IpFamily> Families { get; init; } = [IpFamily.IPv4, IpFamily.IPv6];

    /// <summary>Flush conntrack entries of UDP endpoints that went away (needs the conntrack tool).</summary>
    public bool CleanConntrack { get; init; } = true;
}
