using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki;

/// <summary>An authority of the cluster and what it signs. Keys are ECDSA P-256: an RSA key takes 160 ms to make.</summary>
internal sealed class CertificateAuthority
{
    private static readonly TimeSpan _backdate = TimeSpan.FromMinutes(5);
    private readonly string _folder;

    private CertificateAuthority(string folder, KeyPair pair)
    {
        _folder = folder;
        Pair = pair;
    }

    /// <summary>The authority's own certificate and key.</summary>
    public KeyPair Pair { get; }

    /// <summary>Reads the authority, makes it if there is none, and renews it (same key, so what it signed stays valid) when it is time.</summary>
    /// <exception cref="PkiException">What is on disk is not an authority with its key.</exception>
    public static CertificateAuthority Ensure(string folder, string name, string commonName, TimeSpan lifetime, DateTimeOffset now)
    {
        PkiFiles.Recover(folder, name);
        var pair = PkiFiles.ReadPair(folder, name);
        if (pair is null)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var certificate = SelfSign(new CertificateRequest(CertificateNames.Subject(commonName, []), key, HashAlgorithmName.SHA256), lifetime, now);
            return new CertificateAuthority(folder, PkiFiles.WritePair(folder, name, certificate, key.ExportECPrivateKeyPem()));
        }

        PkiFiles.Restrict(pair.KeyFile);
        if (!IsAuthority(pair.Certificate))
            throw new PkiException($"{pair.CertificateFile} is not the certificate of an authority: restore the right one, or move it and its key away.");
        return new CertificateAuthority(folder, now < pair.RenewAt ? pair : Renew(folder, name, pair, lifetime, now));
    }

    /// <summary>Reads the certificate of that name, and makes it anew when <see cref="RenewalRule"/> says so.</summary>
    /// <exception cref="PkiException">What is on disk is broken or was signed by another authority.</exception>
    public KeyPair EnsureCertificate(CertificateSpec spec, TimeSpan lifetime, DateTimeOffset now)
    {
        PkiFiles.Recover(_folder, spec.Name);
        var pair = PkiFiles.ReadPair(_folder, spec.Name);
        if (pair is null)
            return Issue(spec, lifetime, now);
        PkiFiles.Restrict(pair.KeyFile);
        if (!IsIssuedBy(pair.Certificate, Pair.Certificate))
        {
            throw new PkiException(
                $"{pair.CertificateFile} was not signed by {Pair.CertificateFile}: restore the authority that signed it, or move it and its key away.");
        }

        return RenewalRule.WhyRenew(pair.Certificate, spec, now) is null ? pair : Issue(spec, lifetime, now);
    }

    /// <summary>True if the certificate carries a valid signature of the authority.</summary>
    public static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    private KeyPair Issue(CertificateSpec spec, TimeSpan lifetime, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CertificateNames.Subject(spec.CommonName, spec.Organizations), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        OidCollection usages = [];
        if (spec.Server)
            usages.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        if (spec.Client)
            usages.Add(new Oid("1.3.6.1.5.5.7.3.2"));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Pair.Certificate, true, false));
        if (spec.DnsNames.Count + spec.Addresses.Count > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var name in spec.DnsNames.Distinct(StringComparer.OrdinalIgnoreCase))
                names.AddDnsName(name);
            foreach (var address in spec.Addresses.Distinct())
                names.AddIpAddress(address);
            request.CertificateExtensions.Add(names.Build());
        }

        // A certificate cannot outlive its authority.
        var authorityEnd = new DateTimeOffset(Pair.Certificate.NotAfter.ToUniversalTime());
        var end = now + lifetime < authorityEnd ? now + lifetime : authorityEnd;
        var authorityStart = new DateTimeOffset(Pair.Certificate.NotBefore.ToUniversalTime());
        var start = now - _backdate > authorityStart ? now - _backdate : authorityStart;
        var generator = X509SignatureGenerator.CreateForECDsa(Pair.Certificate.GetECDsaPrivateKey()
            ?? throw new PkiException($"The key of {Pair.CertificateFile} is not an ECDSA key: KubeSharp signs with ECDSA authorities only."));
        using var bare = request.Create(Pair.Certificate.SubjectName, generator, start, end, Serial());
        return PkiFiles.WritePair(_folder, spec.Name, bare.CopyWithPrivateKey(key), key.ExportECPrivateKeyPem());
    }

    private static KeyPair Renew(string folder, string name, KeyPair old, TimeSpan lifetime, DateTimeOffset now)
    {
        using var key = old.Certificate.GetECDsaPrivateKey()
            ?? throw new PkiException($"{old.CertificateFile} nears its end and is not an ECDSA authority that KubeSharp could renew: renew it by hand.");
        var request = new CertificateRequest(old.Certificate.SubjectName, key, HashAlgorithmName.SHA256);
        return PkiFiles.WritePair(folder, name, SelfSign(request, lifetime, now), key.ExportECPrivateKeyPem());
    }

    private static X509Certificate2 SelfSign(CertificateRequest request, TimeSpan lifetime, DateTimeOffset now)
    {
        const X509KeyUsageFlags Usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(Usage, critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - _backdate, now + lifetime);
    }

    private static bool IsAuthority(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
        {
            if (extension is X509BasicConstraintsExtension { CertificateAuthority: true })
                return true;
        }

        return false;
    }

    private static byte[] Serial()
    {
        // 63 random bits; the first byte stays positive and is never zero, as DER wants it.
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
