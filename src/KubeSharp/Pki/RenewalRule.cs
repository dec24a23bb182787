using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.Pki;

/// <summary>Decides whether a certificate on disk may stay. Pure.</summary>
internal static class RenewalRule
{
    /// <summary>The moment at which a third of the life is left.</summary>
    public static DateTimeOffset RenewAt(X509Certificate2 certificate)
    {
        var start = new DateTimeOffset(certificate.NotBefore.ToUniversalTime());
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        return end - ((end - start) / 3);
    }

    /// <summary>Why a certificate must be made anew, or null if it may stay.</summary>
    public static string? WhyRenew(X509Certificate2 certificate, CertificateSpec spec, DateTimeOffset now)
    {
        if (now >= RenewAt(certificate))
            return "less than a third of its life is left";
        if (now < certificate.NotBefore.ToUniversalTime())
            return "it is not valid yet";
        if (CertificateNames.CommonName(certificate) != spec.CommonName)
            return "its common name has changed";
        if (!SameSet(CertificateNames.Organizations(certificate), spec.Organizations, StringComparer.Ordinal))
            return "its organizations have changed";
        var (dnsNames, addresses) = CertificateNames.AlternativeNames(certificate);
        if (!SameSet(dnsNames, spec.DnsNames, StringComparer.OrdinalIgnoreCase)
            || !SameSet(addresses, spec.Addresses, EqualityComparer<IPAddress>.Default))
            return "its alternative names have changed";
        return null;
    }

    private static bool SameSet<T>(IReadOnlyList<T> left, IReadOnlyList<T> right, IEqualityComparer<T> comparer) =>
        new HashSet<T>(left, comparer).SetEquals(right);
}
