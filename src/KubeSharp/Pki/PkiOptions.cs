using System.Net;

namespace KubeSharp.Pki;

/// <summary>What the cluster's certificates must say.</summary>
internal sealed record PkiOptions
{
    /// <summary>The data directory; certificates lie in <c>pki</c> below it, kubeconfigs beside that.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The name of this machine's Node object; the kubelet's user is <c>system:node:NAME</c>.</summary>
    public required string NodeName { get; init; }

    /// <summary>Where components reach the API server, e.g. <c>https://127.0.0.1:6443</c>.</summary>
    public required string ServerUrl { get; init; }

    /// <summary>Addresses under which this machine is reached; they become names of the serving certificates.</summary>
    public IReadOnlyList<IPAddress> NodeAddresses { get; init; } = [];

    /// <summary>Further DNS names of this machine, its host name for one.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>The first address of each Service range: the address of the <c>kubernetes</c> Service.</summary>
    public IReadOnlyList<IPAddress> KubernetesServiceAddresses { get; init; } = [];

    /// <summary>The DNS domain of the cluster.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The name of the cluster and context in kubeconfig files.</summary>
    public string ClusterName { get; init; } = "kubesharp";

    /// <summary>Life of an authority, which is renewed with its key kept, so that what it signed stays valid.</summary>
    public TimeSpan AuthorityLifetime { get; init; } = TimeSpan.FromDays(3650);

    /// <summary>Life of every other certificate.</summary>
    public TimeSpan CertificateLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The folder of certificates and keys.</summary>
    public string PkiDirectory => Path.Combine(DataDirectory, "pki");
}
