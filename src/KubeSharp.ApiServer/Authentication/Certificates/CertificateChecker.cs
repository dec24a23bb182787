using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Authentication.Certificates;

/// <summary>Whether a certificate was signed by one of our authorities, is valid now, and may be used by a client.</summary>
internal static class CertificateChecker
{
    private static readonly Oid _clientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Why the certificate does not count, or null if it does.</summary>
    public static string? WhyNot(X509Certificate2 certificate, X509Certificate2Collection? between, X509Certificate2Collection authorities, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        if (between is not null)
            policy.ExtraStore.AddRange(between);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.UtcDateTime;
        policy.VerificationTimeIgnored = false;
        policy.ApplicationPolicy.Add(_clientAuthentication);
        if (chain.Build(certificate))
            return null;
        var why = chain.ChainStatus.Select(status => status.StatusInformation.Trim()).FirstOrDefault(text => text.Length > 0);
        return $"the client certificate of \"{certificate.GetNameInfo(X509NameType.SimpleName, false)}\" does not count: {why ?? "it cannot be verified"}";
    }
}
