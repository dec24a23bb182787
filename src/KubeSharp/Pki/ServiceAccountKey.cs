using System.Security.Cryptography;

namespace KubeSharp.Pki;

/// <summary>
/// The key that signs service-account tokens: RSA 2048 as kubeadm makes it, since a verification (the API server does one a
/// token, clients of the issuer many) costs well under half of an ECDSA one.
/// </summary>
internal static class ServiceAccountKey
{
    /// <summary>Reads or makes <c>sa.key</c> and <c>sa.pub</c>; returns their paths.</summary>
    /// <exception cref="PkiException">The key is broken, or the public half belongs to another key.</exception>
    public static (string KeyFile, string PublicKeyFile) Ensure(string folder)
    {
        var keyFile = Path.Combine(folder, "sa.key");
        var publicFile = Path.Combine(folder, "sa.pub");
        var keyPem = PkiFiles.ReadIfPresent(keyFile);
        var publicPem = PkiFiles.ReadIfPresent(publicFile);
        if (keyPem is null)
        {
            if (publicPem is not null)
                throw new PkiException($"There is a public key {publicFile} but no key {keyFile}: restore the key, or move the public key away.");
            using var key = RSA.Create(2048);
            PkiFiles.Write(keyFile, key.ExportRSAPrivateKeyPem() + "\n", secret: true);
            PkiFiles.Write(publicFile, key.ExportSubjectPublicKeyInfoPem() + "\n", secret: false);
            return (keyFile, publicFile);
        }

        PkiFiles.Restrict(keyFile);
        var derived = DerivePublicKey(keyPem, keyFile);
        if (publicPem is null)
            PkiFiles.Write(publicFile, derived + "\n", secret: false);
        else if (!SameKey(publicPem, derived))
            throw new PkiException($"{publicFile} is not the public half of {keyFile}: restore the right pair, or move the public key away.");
        return (keyFile, publicFile);
    }

    private static string DerivePublicKey(string keyPem, string keyFile)
    {
        try
        {
            if (keyPem.Contains("EC PRIVATE KEY", StringComparison.Ordinal))
            {
                using var ec = ECDsa.Create();
                ec.ImportFromPem(keyPem);
                return ec.ExportSubjectPublicKeyInfoPem();
            }

            using var rsa = RSA.Create();
            rsa.ImportFromPem(keyPem);
            return rsa.ExportSubjectPublicKeyInfoPem();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new PkiException($"{keyFile} is not a private key in PEM: restore it, or move it and sa.pub away.", e);
        }
    }

    private static bool SameKey(string left, string right) =>
        PemEncoding.TryFind(left, out var l) && PemEncoding.TryFind(right, out var r)
        && Strip(left.AsSpan()[l.Base64Data]) == Strip(right.AsSpan()[r.Base64Data]);

    private static string Strip(ReadOnlySpan<char> text) => string.Concat(text.ToString().Where(c => !char.IsWhiteSpace(c)));
}
