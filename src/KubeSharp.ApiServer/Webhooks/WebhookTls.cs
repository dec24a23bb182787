using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>TLS to webhooks: which servers are believed, and the words for those that are not.</summary>
internal static class WebhookTls
{
    private const string Failed = "tls: failed to verify certificate: x509: ";

    /// <summary>The options of connections to an endpoint.</summary>
    public static SslClientAuthenticationOptions Options(WebhookEndpoint endpoint, TimeProvider time)
    {
        var name = endpoint.TlsServerName is { Length: > 0 } named ? named : endpoint.Url.IdnHost;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        var authorities = Authorities(endpoint.CaBundle);
        options.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            endpoint.InsecureSkipTlsVerify || Check(certificate as X509Certificate2, chain, authorities, name, time);
        if (Client(endpoint.Credentials) is { } own) options.ClientCertificateContext = own;
        return options;
    }

    /// <summary>Whether a certificate is good for a server; a bad one is told of by an exception, whose words reach the answer.</summary>
    private static bool Check(X509Certificate2? certificate, X509Chain? sent, X509Certificate2Collection authorities, string name, TimeProvider time)
    {
        if (certificate is null) throw new AuthenticationException("tls: server did not send a certificate");
        var now = time.GetUtcNow();
        var shown = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (now > certificate.NotAfter) throw Refused($"certificate has expired or is not yet valid: current time {shown} is after {Moment(certificate.NotAfter)}");
        if (now < certificate.NotBefore) throw Refused($"certificate has expired or is not yet valid: current time {shown} is before {Moment(certificate.NotBefore)}");
        if (!certificate.MatchesHostname(name, allowWildcards: true, allowCommonName: false)) throw Refused(Mismatch(certificate, name));

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (var element in sent?.ChainElements ?? (IEnumerable<X509ChainElement>)[]) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        if (authorities.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);

            // An authority in the bundle is trusted whether or not it signed itself; so is the very certificate.
            chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        }

        var built = chain.Build(certificate);
        var trusted = authorities.Count == 0 || chain.ChainElements.Any(element => authorities.Any(known => known.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
        return built && trusted ? true : throw Refused("certificate signed by unknown authority");
    }

    private static AuthenticationException Refused(string why) => new(Failed + why);

    private static string Mismatch(X509Certificate2 certificate, string name)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (IPAddress.TryParse(name, out _))
        {
            var addresses = names?.EnumerateIPAddresses().Select(address => address.ToString()).ToArray() ?? [];
            return addresses.Length == 0
                ? $"cannot validate certificate for {name} because it doesn't contain any IP SANs"
                : $"certificate is valid for {string.Join(", ", addresses)}, not {name}";
        }

        var valid = names?.EnumerateDnsNames().ToArray() ?? [];
        if (valid.Length > 0) return $"certificate is valid for {string.Join(", ", valid)}, not {name}";
        return names is null
            ? "certificate relies on legacy Common Name field, use SANs instead"
            : $"certificate is not valid for any names, but wanted to match {name}";
    }

    private static string Moment(DateTime when) => when.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static X509Certificate2Collection Authorities(string pem)
    {
        X509Certificate2Collection authorities = [];
        try
        {
            if (pem.Length > 0) authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new InvalidOperationException("unable to load root certificates: unable to parse bytes as PEM block: " + e.Message, e);
        }

        if (pem.Length > 0 && authorities.Count == 0) throw new InvalidOperationException("unable to load root certificates: unable to parse bytes as PEM block");
        return authorities;
    }

    private static SslStreamCertificateContext? Client(WebhookCredentials credentials)
    {
        if (credentials.ClientCertificate.Length == 0) return null;
        var leaf = X509Certificate2.CreateFromPem(credentials.ClientCertificate, credentials.ClientKey);
        X509Certificate2Collection rest = [];
        rest.ImportFromPem(credentials.ClientCertificate);
        if (rest.Count > 0) rest.RemoveAt(0);
        return SslStreamCertificateContext.Create(leaf, rest, offline: true);
    }
}
