using System.Net;

namespace KubeSharp.Network;

/// <summary>How the pod network of a node is laid out.</summary>
public sealed record NetworkOptions
{
    /// <summary>The name of this node's Node object.</summary>
    public required string NodeName { get; init; }

    /// <summary>--cluster-cidr: the pod ranges of the whole cluster, at most one for each family.</summary>
    public IReadOnlyList<string> ClusterCidrs { get; init; } = ["10.42.0.0/16"];

    /// <summary>--service-cluster-ip-range: the Service ranges, at most one for each family.</summary>
    public IReadOnlyList<string> ServiceCidrs { get; init; } = ["10.43.0.0/16"];

    /// <summary>--node-ip: the node's address; null finds one.</summary>
    public IPAddress? NodeIP { get; init; }

    /// <summary>
    /// The address a node gets that has none but loopback (a machine without network, a bare network namespace). It lies on
    /// <see cref="AnchorName"/>, so pods reach the node by it.
    /// </summary>
    public IPAddress FallbackNodeIP { get; init; } = IPAddress.Parse("172.30.255.1");

    /// <summary>Where CNI configurations are looked for by the container runtime.</summary>
    public string CniConfigDirectory { get; init; } = "/etc/cni/net.d";

    /// <summary>Where the address allocator keeps who has which address.</summary>
    public string CniStateDirectory { get; init; } = "/var/lib/cni/networks";

    /// <summary>The bridge pods are attached to, at most 15 letters.</summary>
    public string BridgeName { get; init; } = "cni0";

    /// <summary>An interface without cable: Service addresses are routed to it, so that they leave nowhere. At most 15 letters.</summary>
    public string AnchorName { get; init; } = "kubesharp0";

    /// <summary>MTU of pod interfaces; 0 leaves it to the system.</summary>
    public int Mtu { get; init; }

    /// <summary>How packets reach pods on other nodes.</summary>
    public PodRouting Routing { get; init; } = PodRouting.HostGateway;
}
