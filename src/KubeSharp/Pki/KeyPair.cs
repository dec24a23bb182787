using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki;

/// <summary>A certificate with its private key, and where both lie.</summary>
/// <param name="Certificate">Carries the private key.</param>
/// <param name="CertificateFile">PEM.</param>
/// <param name="KeyFile">PEM, readable by the owner alone.</param>
internal sealed record KeyPair(X509Certificate2 Certificate, string CertificateFile, string KeyFile)
{
    /// <summary>When it should be made anew: at two thirds of its life.</summary>
    public DateTimeOffset RenewAt => RenewalRule.RenewAt(Certificate);
}
