using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Hosting.Tls;

/// <summary>A certificate for clients that ask for some names: one <c>--tls-sni-cert-key</c>.</summary>
internal sealed class NamedCertificate
{
    private readonly HashSet<string> exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> patterns = [];

    private NamedCertificate(CertificateFile file, IEnumerable<string> names)
    {
        File = file;
        foreach (var name in names)
        {
            if (name.StartsWith("*.", StringComparison.Ordinal)) patterns.Add(name[1..]);
            else exact.Add(name.TrimEnd('.'));
        }
    }

    /// <summary>The certificate.</summary>
    public CertificateFile File { get; }

    /// <summary>Reads <c>certificate,key</c> or <c>certificate,key:name,...</c>; without names those in the certificate count.</summary>
    /// <exception cref="ArgumentException">The text has another form, or the certificate cannot be read.</exception>
    public static NamedCertificate Parse(string text, TimeProvider time, ILogger<CertificateFile> logger)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (files, names) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        if (files.Split(',') is not [{ Length: > 0 } certificate, { Length: > 0 } key]) throw new ArgumentException("--tls-sni-cert-key: expected comma separated certificate and key file paths");
        var file = new CertificateFile(certificate, key, time, logger);
        try
        {
            var leaf = file.Current.TargetCertificate;
            return new NamedCertificate(file, names.Length > 0 ? names.Split(',', StringSplitOptions.TrimEntries) : Names(leaf));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ArgumentException($"--tls-sni-cert-key: {certificate} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Whether the certificate is for exactly that name.</summary>
    public bool IsFor(string name) => exact.Contains(name.TrimEnd('.'));

    /// <summary>Whether a pattern of the certificate covers the name; a star stands for one label.</summary>
    public bool Covers(string name)
    {
        name = name.TrimEnd('.');
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        foreach (var rest in patterns)
        {
            if (dot > 0 && string.Equals(name[dot..], rest, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static IEnumerable<string> Names(X509Certificate2 leaf)
    {
        if (leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } common) yield return common;
        foreach (var extension in leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            foreach (var name in extension.EnumerateDnsNames()) yield return name;
        }
    }
}
