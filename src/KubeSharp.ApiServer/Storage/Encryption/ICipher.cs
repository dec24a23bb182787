namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>A cipher as upstream lays out its output. Stateless.</summary>
internal interface ICipher
{
    /// <summary>The value that <see cref="Encrypt"/> made this of.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Another key made it, or it is damaged.</exception>
    byte[] Decrypt(byte[] key, ReadOnlySpan<byte> body, ReadOnlySpan<byte> context);

    /// <summary>Nonce and cipher text of a value.</summary>
    byte[] Encrypt(byte[] key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> context);
}
