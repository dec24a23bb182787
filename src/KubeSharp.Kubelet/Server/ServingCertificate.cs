using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Kubelet.Server;

/// <summary>The server's own certificate: from files, read again when they change, or made for this run.</summary>
internal sealed class ServingCertificate(string? certificateFile, string? keyFile, string nodeName)
{
    private static readonly TimeSpan SelfSignedLife = TimeSpan.FromDays(365);

    private readonly Lock _lock = new();
    private X509Certificate2? _current;
    private DateTime _version;

    public X509Certificate2 Get()
    {
        lock (_lock)
        {
            if (certificateFile is null || keyFile is null)
                return _current ??= SelfSigned();
            var version = File.GetLastWriteTimeUtc(certificateFile);
            if (_current is not null && version == _version)
                return _current;
            try
            {
                _current = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
                _version = version;
            }
            catch (Exception e) when (_current is not null && e is IOException or CryptographicException)
            {
                // Half-written: certificate and key are two files. The old pair serves until both are there.
            }

            return _current ?? throw new InvalidOperationException($"{certificateFile} and {keyFile} are no certificate and key");
        }
    }

    private X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={nodeName}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(nodeName);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddMinutes(-5), now + SelfSignedLife);
    }
}
