using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Resources.Core.Secrets;

/// <summary>Certificates and the keys that belong to them.</summary>
internal static class KeyPairs
{
    private const string Certificate = "CERTIFICATE";
    private const string PrivateKey = "PRIVATE KEY";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    /// <summary>Why a server could not use a pair, in the words of Go's TLS library; null if it could.</summary>
    /// <param name="certificates">Certificates in PEM, the server's own first.</param>
    /// <param name="key">Its key in PEM.</param>
    public static string? Problem(string certificates, string key)
    {
        var (certificate, passed) = Find(certificates, label => label == Certificate);
        if (certificate is null) return passed switch
        {
            [] => "tls: failed to find any PEM data in certificate input",
            [var only] when only.EndsWith(PrivateKey, StringComparison.Ordinal) =>
                "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched",
            _ => $"tls: failed to find \"{Certificate}\" PEM block in certificate input after skipping PEM blocks of the following types: [{string.Join(' ', passed)}]",
        };

        (var secret, passed) = Find(key, label => label == PrivateKey || label.EndsWith(" " + PrivateKey, StringComparison.Ordinal));
        if (secret is null) return passed switch
        {
            [] => "tls: failed to find any PEM data in key input",
            [Certificate] => "tls: found a certificate rather than a key in the PEM for the private key",
            _ => $"tls: failed to find PEM block with type ending in \"{PrivateKey}\" in key input after skipping PEM blocks of the following types: [{string.Join(' ', passed)}]",
        };

        return Match(certificate, secret);
    }

    private static string? Match(byte[] certificate, byte[] secret)
    {
        string algorithm;
        byte[] expected;
        try
        {
            using var read = X509CertificateLoader.LoadCertificate(certificate);
            algorithm = read.PublicKey.Oid.Value ?? "";
            expected = read.PublicKey.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException)
        {
            return "x509: malformed certificate";
        }

        // Keys of other kinds cannot be read here: they are left to whoever uses them.
        if (algorithm is not (Rsa or EllipticCurve)) return null;
        var found = PublicKeyOf(secret);
        if (found is null) return "tls: failed to parse private key";
        if (found.Value.Algorithm != algorithm) return "tls: private key type does not match public key type";
        return found.Value.Key.AsSpan().SequenceEqual(expected) ? null : "tls: private key does not match public key";
    }

    private static (string Algorithm, byte[] Key)? PublicKeyOf(byte[] secret)
    {
        using var rsa = RSA.Create();
        if (Reads(() => rsa.ImportRSAPrivateKey(secret, out _)) || Reads(() => rsa.ImportPkcs8PrivateKey(secret, out _))) return (Rsa, rsa.ExportSubjectPublicKeyInfo());
        using var curve = ECDsa.Create();
        if (Reads(() => curve.ImportPkcs8PrivateKey(secret, out _)) || Reads(() => curve.ImportECPrivateKey(secret, out _)))
            return (EllipticCurve, curve.ExportSubjectPublicKeyInfo());
        return null;
    }

    private static bool Reads(Action import)
    {
        try
        {
            import();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static (byte[]? Block, List<string> Passed) Find(string pem, Func<string, bool> isWanted)
    {
        var passed = new List<string>();
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            var label = rest[block.Label].ToString();
            if (isWanted(label)) return (System.Convert.FromBase64String(rest[block.Base64Data].ToString()), passed);
            passed.Add(label);
            rest = rest[block.Location.End..];
        }

        return (null, passed);
    }
}
