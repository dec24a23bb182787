using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Tests.Support;

/// <summary>A certificate authority of a test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 certificate;

    public TestAuthority(string name = "test-ca")
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(10));
    }

    private TestAuthority(TestAuthority parent)
    {
        var request = new CertificateRequest("CN=between", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        certificate = request.Create(parent.certificate, DateTimeOffset.UtcNow.AddDays(-5), DateTimeOffset.UtcNow.AddDays(5), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }

    /// <summary>The authority's own certificate.</summary>
    public string Pem => certificate.ExportCertificatePem();

    /// <summary>An authority below this one.</summary>
    public TestAuthority Below() => new(this);

    /// <summary>The authority's certificate as clients show it beside their own.</summary>
    public X509Certificate2 Certificate => certificate;

    /// <summary>A client certificate.</summary>
    public X509Certificate2 Client(string subject, TimeSpan? life = null) => Issue(new X500DistinguishedName(subject), "1.3.6.1.5.5.7.3.2", life, null);

    /// <summary>A client certificate whose subject is built by hand.</summary>
    public X509Certificate2 Client(X500DistinguishedName subject) => Issue(subject, "1.3.6.1.5.5.7.3.2", null, null);

    /// <summary>A certificate of a server on this machine.</summary>
    public X509Certificate2 Server(params string[] names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddIpAddress(IPAddress.Loopback);
        foreach (var name in names) alternatives.AddDnsName(name);
        return Issue(new X500DistinguishedName("CN=" + (names.Length > 0 ? names[0] : "127.0.0.1")), "1.3.6.1.5.5.7.3.1", null, alternatives.Build());
    }

    /// <summary>Writes the authority into a folder; the path.</summary>
    public string Write(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, Pem);
        return path;
    }

    /// <summary>Writes a server's certificate and key into a folder; their paths.</summary>
    public (string Certificate, string Key) WriteServer(string folder, string name, params string[] names)
    {
        using var server = Server(names);
        var paths = (Path.Combine(folder, name + ".crt"), Path.Combine(folder, name + ".key"));
        File.WriteAllText(paths.Item1, server.ExportCertificatePem());
        File.WriteAllText(paths.Item2, server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return paths;
    }

    public void Dispose()
    {
        key.Dispose();
        certificate.Dispose();
    }

    private X509Certificate2 Issue(X500DistinguishedName subject, string usage, TimeSpan? life, X509Extension? alternatives)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, own, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (alternatives is not null) request.CertificateExtensions.Add(alternatives);
        using var issued = request.Create(certificate, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow + (life ?? TimeSpan.FromDays(1)), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(own);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
