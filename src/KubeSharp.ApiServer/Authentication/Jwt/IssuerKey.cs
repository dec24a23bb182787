using System.Buffers.Text;
using System.Security.Cryptography;
using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>A public key of an issuer (RFC 7517), RSA or elliptic.</summary>
internal sealed class IssuerKey
{
    private readonly RSA? rsa;
    private readonly ECDsa? ec;
    private readonly string algorithm;

    private IssuerKey(string id, string algorithm, RSA? rsa, ECDsa? ec)
    {
        Id = id;
        this.algorithm = algorithm;
        this.rsa = rsa;
        this.ec = ec;
    }

    /// <summary>The name by which tokens refer to it, or empty.</summary>
    public string Id { get; }

    /// <summary>The keys of a key set that can verify; others (for encryption, of unknown kinds) are left out.</summary>
    public static IReadOnlyList<IssuerKey> ReadSet(JsonObject set)
    {
        List<IssuerKey> keys = [];
        foreach (var item in set.GetArray("keys") ?? [])
        {
            if (item is JsonObject key && Read(key) is { } known) keys.Add(known);
        }

        return keys;
    }

    /// <summary>Whether the signature is this key's. Safe to call concurrently.</summary>
    public bool Verify(string signedWith, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (algorithm.Length > 0 && algorithm != signedWith) return false;
        var hash = signedWith[2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        return signedWith[..2] switch
        {
            "RS" => rsa is not null && rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1),
            "PS" => rsa is not null && rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pss),
            _ => ec is not null && ec.KeySize == CurveSize(signedWith) && ec.VerifyData(data, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        };
    }

    private static int CurveSize(string signedWith) => signedWith switch
    {
        "ES256" => 256,
        "ES384" => 384,
        _ => 521,
    };

    private static IssuerKey? Read(JsonObject key)
    {
        if (key.GetString("use") is { } use && use != "sig") return null;
        var (id, algorithm) = (key.GetString("kid") ?? "", key.GetString("alg") ?? "");
        try
        {
            return key.GetString("kty") switch
            {
                "RSA" => new IssuerKey(id, algorithm, Rsa(key), null),
                "EC" => new IssuerKey(id, algorithm, null, Elliptic(key)),
                _ => null,
            };
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            // One broken key does not take the others down.
            return null;
        }
    }

    private static RSA Rsa(JsonObject key) => RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });

    private static ECDsa Elliptic(JsonObject key)
    {
        var curve = key.GetString("crv") switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            var other => throw new CryptographicException($"unknown curve {other}"),
        };
        return ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } });
    }

    private static byte[] Bytes(JsonObject key, string member) => Base64Url.DecodeFromChars(key.GetString(member) ?? "");
}
