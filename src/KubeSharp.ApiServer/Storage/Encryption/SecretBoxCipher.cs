using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>NaCl's secretbox: 24 bytes of random nonce, 16 bytes of Poly1305 tag, XSalsa20 cipher text.</summary>
internal sealed class SecretBoxCipher : ICipher
{
    private const int Nonce = 24;
    private const int Tag = 16;

    // The first 32 bytes of the key stream are the key of the tag.
    private const int TagKey = 32;

    public byte[] Decrypt(byte[] key, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context)
    {
        if (body.Length < Nonce + Tag) throw new CryptographicException("the stored data was shorter than the required size");
        var text = body[(Nonce + Tag)..];
        var stream = Stream(key, body[..Nonce], out var tagKey);
        if (!CryptographicOperations.FixedTimeEquals(TagOf(tagKey, text), body.Slice(Nonce, Tag))) throw new CryptographicException("output authentication failed");
        var value = new byte[text.Length];
        stream.ProcessBytes(text, value);
        return value;
    }

    public byte[] Encrypt(byte[] key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> context)
    {
        var body = new byte[Nonce + Tag + value.Length];
        RandomNumberGenerator.Fill(body.AsSpan(0, Nonce));
        var stream = Stream(key, body.AsSpan(0, Nonce), out var tagKey);
        var text = body.AsSpan(Nonce + Tag);
        stream.ProcessBytes(value, text);
        TagOf(tagKey, text).CopyTo(body.AsSpan(Nonce));
        return body;
    }

    private static XSalsa20Engine Stream(byte[] key, ReadOnlySpan<byte> nonce, out byte[] tagKey)
    {
        var stream = new XSalsa20Engine();
        stream.Init(forEncryption: true, new ParametersWithIV(new KeyParameter(key), nonce.ToArray()));
        tagKey = new byte[TagKey];
        stream.ProcessBytes(new byte[TagKey], tagKey);
        return stream;
    }

    private static byte[] TagOf(byte[] key, ReadOnlySpan<byte> text)
    {
        var poly = new Poly1305();
        poly.Init(new KeyParameter(key));
        poly.BlockUpdate(text);
        var tag = new byte[Tag];
        poly.DoFinal(tag);
        return tag;
    }
}
