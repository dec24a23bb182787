using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// AES-GCM under a key of its own for each value, derived with HKDF-SHA256 from a seed and 32 random bytes that stand in front. Secure for any number of
/// values under one seed.
/// </summary>
internal sealed class ExtendedNonceGcmCipher : ICipher
{
    private const int Info = 32;
    private const int DerivedKey = 32;

    private readonly AesGcmCipher gcm = new();

    public byte[] Decrypt(byte[] key, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context)
    {
        if (body.Length < Info) throw new CryptographicException("the stored data was shorter than the required size");
        return gcm.Decrypt(Derive(key, body[..Info]), body[Info..], context);
    }

    public byte[] Encrypt(byte[] key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> context)
    {
        var info = RandomNumberGenerator.GetBytes(Info);
        return [.. info, .. gcm.Encrypt(Derive(key, info), value, context)];
    }

    private static byte[] Derive(byte[] seed, ReadOnlySpan<byte> info)
    {
        var key = new byte[DerivedKey];
        HKDF.Expand(HashAlgorithmName.SHA256, seed, key, info);
        return key;
    }
}
