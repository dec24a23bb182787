namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>One way to encrypt values, under the prefix that marks them.</summary>
internal interface IEncryptionProvider
{
    /// <summary>What values of this provider begin with, such as <c>k8s:enc:aescbc:v1:</c>; empty for plain ones.</summary>
    string Prefix { get; }

    /// <summary><see cref="Prefix"/> as it stands in the store.</summary>
    ReadOnlySpan<byte> Header { get; }

    /// <summary>Reads a value that begins with the prefix.</summary>
    /// <param name="body">The value after the prefix.</param>
    /// <param name="context">Where it stands; part of what is authenticated.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">No key fits, or it is damaged.</exception>
    ValueTask<Decrypted> DecryptAsync(ReadOnlyMemory<byte> body, byte[] context, CancellationToken cancellationToken);

    /// <summary>A value to store, with the prefix.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It cannot be encrypted at present.</exception>
    ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> value, byte[] context, CancellationToken cancellationToken);
}
