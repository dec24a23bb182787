using System.Net;
using KubeSharp.Cluster;
using KubeSharp.Storage.Etcd;

namespace KubeSharp.Composition;

/// <summary>What a whole server is told; everything else follows from it.</summary>
internal sealed record ServerSettings
{
    /// <summary>The version that nodes announce and <c>/version</c> gives.</summary>
    public const string Version = "v1.36.2+kubesharp";

    public required ClusterPaths Paths { get; init; }

    /// <summary>The name of this machine's Node object: the host name, lower case, unless told otherwise.</summary>
    public required string NodeName { get; init; }

    /// <summary>The address that the node announces; null finds one.</summary>
    public IPAddress? NodeIP { get; init; }

    /// <summary>Where the API server listens; the addresses stay open to all interfaces.</summary>
    public int SecurePort { get; init; } = 6443;

    public int KubeletPort { get; init; } = 10250;

    /// <summary>kube-proxy's health check.</summary>
    public int ProxyHealthPort { get; init; } = 10256;

    /// <summary>The addresses of Services: one range, or one of each family, the default family's first.</summary>
    public IReadOnlyList<string> ServiceClusterIPRanges { get; init; } = ["10.43.0.0/16"];

    public string ClusterCidr { get; init; } = "10.42.0.0/16";

    /// <summary>The etcd that everything is kept in; null for the embedded store.</summary>
    public EtcdStoreOptions? Etcd { get; init; }

    /// <summary>The time between two snapshots of the embedded store; zero for none.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How many of these snapshots are kept.</summary>
    public int SnapshotRetention { get; init; } = 5;

    /// <summary>The address of the <c>kubernetes</c> Service: the first of the default range.</summary>
    public IPAddress KubernetesServiceIP => FirstOf(ServiceClusterIPRanges[0], 1);

    /// <summary>The address that cluster DNS has, by custom the tenth of that range.</summary>
    public IPAddress ClusterDns => FirstOf(ServiceClusterIPRanges[0], 10);

    private static IPAddress FirstOf(string range, byte offset)
    {
        var bytes = IPNetwork.Parse(range).BaseAddress.GetAddressBytes();
        bytes[^1] += offset;
        return new IPAddress(bytes);
    }
}
