using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>A key that signs or verifies service-account tokens: RSA (RS256) or ECDSA on P-256, P-384 or P-521 (ES256, ES384, ES512).</summary>
internal sealed class TokenKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;
    private readonly HashAlgorithmName _hash;

    private TokenKey(AsymmetricAlgorithm key)
    {
        _rsa = key as RSA;
        _ec = key as ECDsa;
        (Algorithm, _hash) = (_rsa, _ec?.KeySize) switch
        {
            (not null, _) => ("RS256", HashAlgorithmName.SHA256),
            (_, 256) => ("ES256", HashAlgorithmName.SHA256),
            (_, 384) => ("ES384", HashAlgorithmName.SHA384),
            (_, 521) => ("ES512", HashAlgorithmName.SHA512),
            _ => throw new CryptographicException("Service-account keys are RSA, or ECDSA on P-256, P-384 or P-521."),
        };
        Id = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The name of the signature algorithm in a token's header.</summary>
    public string Algorithm { get; }

    /// <summary>The hash of the public key, by which tokens and key sets refer to it.</summary>
    public string Id { get; }

    /// <summary>Public RSA parameters, or null.</summary>
    public RSAParameters? RsaParameters => _rsa?.ExportParameters(false);

    /// <summary>Public ECDSA parameters, or null.</summary>
    public ECParameters? EcParameters => _ec?.ExportParameters(false);

    /// <summary>Reads every key of a PEM file, public, private or in a certificate.</summary>
    /// <exception cref="CryptographicException">The text holds no key of a known kind.</exception>
    public static IReadOnlyList<TokenKey> FromPem(string pem)
    {
        List<TokenKey> keys = [];
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var block = rest[fields.Location];
            var label = rest[fields.Label].ToString();
            if (label is not "EC PARAMETERS")
                keys.Add(new TokenKey(Import(label, block)));
            rest = rest[fields.Location.End..];
        }

        return keys.Count > 0 ? keys : throw new CryptographicException("There is no key in PEM.");
    }

    /// <summary>Signs; needs a private key.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _rsa is not null
        ? _rsa.SignData(data, _hash, RSASignaturePadding.Pkcs1)
        : _ec!.SignData(data, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>True if the signature is this key's. Safe to call concurrently.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => _rsa is not null
        ? _rsa.VerifyData(data, signature, _hash, RSASignaturePadding.Pkcs1)
        : _ec!.VerifyData(data, signature, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    private static AsymmetricAlgorithm Import(string label, ReadOnlySpan<char> block)
    {
        if (label == "CERTIFICATE")
        {
            using var certificate = X509Certificate2.CreateFromPem(block);
            return (AsymmetricAlgorithm?)certificate.GetRSAPublicKey() ?? certificate.GetECDsaPublicKey()
                ?? throw new CryptographicException("The certificate's key is neither RSA nor ECDSA.");
        }

        if (!label.StartsWith("EC", StringComparison.Ordinal))
        {
            var rsa = RSA.Create();
            try
            {
                rsa.ImportFromPem(block);
                return rsa;
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                rsa.Dispose();
            }
        }

        var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(block);
            return ec;
        }
        catch (ArgumentException e)
        {
            ec.Dispose();
            throw new CryptographicException($"\"{label}\" is not a key of a known kind.", e);
        }
    }
}
