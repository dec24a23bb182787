using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>AES in Galois/counter mode: 12 bytes of random nonce, the cipher text, 16 bytes of tag. Where the value stands is authenticated.</summary>
internal sealed class AesGcmCipher : ICipher
{
    private const int Nonce = 12;
    private const int Tag = 16;

    public byte[] Decrypt(byte[] key, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context)
    {
        if (body.Length < Nonce + Tag) throw new CryptographicException("the stored data was shorter than the required size");
        using var aes = new AesGcm(key, Tag);
        var value = new byte[body.Length - Nonce - Tag];
        try
        {
            aes.Decrypt(body[..Nonce], body[Nonce..^Tag], body[^Tag..], value, context);
            return value;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new CryptographicException("cipher: message authentication failed", e);
        }
    }

    public byte[] Encrypt(byte[] key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> context)
    {
        using var aes = new AesGcm(key, Tag);
        var body = new byte[Nonce + value.Length + Tag];
        RandomNumberGenerator.Fill(body.AsSpan(0, Nonce));
        aes.Encrypt(body.AsSpan(0, Nonce), value, body.AsSpan(Nonce, value.Length), body.AsSpan(Nonce + value.Length), context);
        return body;
    }
}
