using System.Net;

namespace KubeSharp.Pki;

/// <summary>What one certificate must say; compared with the one on disk to decide whether that may stay.</summary>
internal sealed record CertificateSpec
{
    /// <summary>The file name without ending, e.g. <c>apiserver</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The common name: a user to the API server.</summary>
    public required string CommonName { get; init; }

    /// <summary>Organizations: groups to the API server.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>DNS names, in any order.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>IP addresses, in any order.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Usable by a TLS server.</summary>
    public bool Server { get; init; }

    /// <summary>Usable by a TLS client.</summary>
    public bool Client { get; init; }
}
