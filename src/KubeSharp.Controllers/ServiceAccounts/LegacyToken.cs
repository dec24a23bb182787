using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Tokens without an end, as they lie in Secrets of type <c>kubernetes.io/service-account-token</c>:
/// https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets.
/// </summary>
internal static class LegacyToken
{
    /// <summary>Signs a token for a service account, bound to one Secret.</summary>
    /// <param name="keyPem">The private key, RSA or ECDSA on P-256, PEM.</param>
    /// <param name="account">The account.</param>
    /// <param name="secretName">The Secret that will hold the token; deleting it ends the token.</param>
    /// <exception cref="CryptographicException">The key is neither.</exception>
    public static string Sign(string keyPem, ServiceAccount account, string secretName)
    {
        using AsymmetricAlgorithm key = Read(keyPem);
        string algorithm = key is RSA ? "RS256" : "ES256";
        string id = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        string header = Part(writer =>
        {
            writer.WriteString("alg"u8, algorithm);
            writer.WriteString("kid"u8, id);
        });
        string claims = Part(writer =>
        {
            writer.WriteString("iss"u8, "kubernetes/serviceaccount"u8);
            writer.WriteString("kubernetes.io/serviceaccount/namespace"u8, account.Metadata.Namespace);
            writer.WriteString("kubernetes.io/serviceaccount/secret.name"u8, secretName);
            writer.WriteString("kubernetes.io/serviceaccount/service-account.name"u8, account.Metadata.Name);
            writer.WriteString("kubernetes.io/serviceaccount/service-account.uid"u8, account.Metadata.Uid);
            writer.WriteString("sub"u8, $"system:serviceaccount:{account.Metadata.Namespace}:{account.Metadata.Name}");
        });
        byte[] text = System.Text.Encoding.ASCII.GetBytes(header + "." + claims);
        byte[] signature = key is RSA rsa
            ? rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : ((ECDsa)key).SignData(text, HashAlgorithmName.SHA256);
        return header + "." + claims + "." + Base64Url.EncodeToString(signature);
    }

    private static AsymmetricAlgorithm Read(string pem)
    {
        // A key says what it is only by being readable as that.
        RSA rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
        }

        ECDsa ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return ecdsa;
    }

    private static string Part(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
