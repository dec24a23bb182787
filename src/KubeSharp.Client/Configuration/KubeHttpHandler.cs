using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Client;

/// <summary>Builds the transport of a <see cref="KubeConfig"/>: sockets, TLS, then credentials.</summary>
internal static class KubeHttpHandler
{
    public static HttpMessageHandler Create(KubeConfig config, TimeProvider time)
    {
        var exec = config.Exec is null ? null : new ExecCredentialProvider(config, time);
        var identity = new ClientCertificateSource(config.ClientCertificate, config.ClientKey, exec);
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,

            // A dead peer is found by pings, not by the next request; rotated certificates take effect with the next connection.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(30),
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            UseProxy = config.Proxy is not null,
            Proxy = config.Proxy is null ? null : new WebProxy(config.Proxy),
        };
        if (config.Server.Scheme == Uri.UriSchemeHttps)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Current()!,
                RemoteCertificateValidationCallback = new ServerTrust(config).Validate,
            };
        }

        return new CredentialHandler(handler, config, exec, time);
    }

    /// <summary>The client certificate to present, reloaded when its files change.</summary>
    private sealed class ClientCertificateSource(PemSource? certificate, PemSource? key, ExecCredentialProvider? exec)
    {
        private readonly Lock gate = new();
        private X509Certificate2? loaded;
        private (DateTime Certificate, DateTime Key) version;

        public X509Certificate2? Current()
        {
            if (exec?.Certificate is { } given) return given;
            if (certificate is null || key is null) return null;
            lock (gate)
            {
                (DateTime, DateTime) now = (certificate.Version(), key.Version());
                if (loaded is null || now != version)
                {
                    // Certificate and key are replaced one after the other: while they do not fit, the old pair serves on.
                    try
                    {
                        loaded = X509Certificate2.CreateFromPem(certificate.Read(), key.Read());
                        version = now;
                    }
                    catch (Exception) when (loaded is not null)
                    {
                        return loaded;
                    }
                }

                return loaded;
            }
        }
    }

    /// <summary>Checks the server's certificate against the configured authorities and name.</summary>
    private sealed class ServerTrust(KubeConfig config)
    {
        public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (config.InsecureSkipTlsVerify) return true;
            if (certificate is not X509Certificate2 server) return false;
            if (config.TlsServerName is { Length: > 0 } name)
            {
                errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
                if (!server.MatchesHostname(name)) return false;
            }

            if (config.CertificateAuthority is null) return errors == SslPolicyErrors.None;
            if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(config.CertificateAuthority.Read());
            using var check = new X509Chain();
            check.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            check.ChainPolicy.CustomTrustStore.AddRange(authorities);
            check.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            check.ChainPolicy.DisableCertificateDownloads = true;
            if (chain is not null)
                foreach (X509ChainElement element in chain.ChainElements) check.ChainPolicy.ExtraStore.Add(element.Certificate);
            return check.Build(server);
        }
    }
}
