using System.Net.Security;
using System.Security.Authentication;
using KubeSharp.ApiServer.Authentication.Certificates;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting.Tls;

/// <summary>How the server answers a TLS handshake: the certificate for the name that is asked for, versions, cipher suites.</summary>
internal sealed class ServingTls
{
    private readonly CertificateFile certificate;
    private readonly IReadOnlyList<NamedCertificate> named;
    private readonly SslProtocols protocols;
    private readonly CipherSuitesPolicy? suites;
    private readonly PresentedChains chains;

    private ServingTls(CertificateFile certificate, IReadOnlyList<NamedCertificate> named, SslProtocols protocols, CipherSuitesPolicy? suites, PresentedChains chains)
    {
        this.chains = chains;
        this.certificate = certificate;
        this.named = named;
        this.protocols = protocols;
        this.suites = suites;
    }

    /// <summary>Makes it; null without a serving certificate.</summary>
    /// <exception cref="ArgumentException">A flag names a version or cipher suite that does not exist, or certificates cannot be read.</exception>
    public static ServingTls? Create(ApiServerOptions options, PresentedChains chains, TimeProvider time, ILoggerFactory loggers)
    {
        if (options is not { TlsCertFile: { } file, TlsPrivateKeyFile: { } key }) return null;
        var logger = loggers.CreateLogger<CertificateFile>();
        return new ServingTls(
            new CertificateFile(file, key, time, logger),
            [.. options.TlsSniCertKeys.Select(text => NamedCertificate.Parse(text, time, logger))],
            TlsNames.Protocols(options.TlsMinVersion),
            options.TlsCipherSuites.Count > 0 ? new CipherSuitesPolicy(TlsNames.Suites(options.TlsCipherSuites)) : null,
            chains);
    }

    // Any client certificate passes the handshake: whether it proves anything is decided by the authenticators, which can answer with a Status.
#pragma warning disable CA5359 // No certificate is refused here, none is trusted here either.
    /// <summary>What is said to a client.</summary>
    /// <param name="name">The name that the client asks for, or empty.</param>
    public SslServerAuthenticationOptions For(string? name) => new()
    {
        ServerCertificateContext = Certificate(name ?? "").Current,
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, shown, chain, _) =>
        {
            chains.Remember(shown, chain);
            return true;
        },
        EnabledSslProtocols = protocols,
        CipherSuitesPolicy = suites,
    };
#pragma warning restore CA5359

    // An exact name comes before a pattern, whatever their order.
    private CertificateFile Certificate(string name)
    {
        if (name.Length == 0 || named.Count == 0) return certificate;
        foreach (var one in named)
        {
            if (one.IsFor(name)) return one.File;
        }

        foreach (var one in named)
        {
            if (one.Covers(name)) return one.File;
        }

        return certificate;
    }
}
