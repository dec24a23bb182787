using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>AES in CBC mode with PKCS #7 padding, after a random first block of 16 bytes. Authenticates nothing.</summary>
internal sealed class AesCbcCipher : ICipher
{
    private const int Block = 16;

    public byte[] Decrypt(byte[] key, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context)
    {
        if (body.Length < 2 * Block) throw new CryptographicException("the stored data was shorter than the required size");
        if (body.Length % Block != 0) throw new CryptographicException("the stored data is not a multiple of the block size");
        using var aes = Aes.Create();
        aes.Key = key;
        try
        {
            return aes.DecryptCbc(body[Block..], body[..Block]);
        }
        catch (CryptographicException e)
        {
            throw new CryptographicException("invalid padding on input", e);
        }
    }

    public byte[] Encrypt(byte[] key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> context)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var start = RandomNumberGenerator.GetBytes(Block);
        return [.. start, .. aes.EncryptCbc(value, start)];
    }
}
