using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Values as they are.</summary>
internal sealed class IdentityProvider : IEncryptionProvider
{
    public string Prefix => "";

    public ValueTask<Decrypted> DecryptAsync(ReadOnlyMemory<byte> body, byte[] context, CancellationToken cancellationToken) =>
        body.Span.StartsWith("k8s:enc:"u8)
            ? throw new CryptographicException("identity transformer tried to read encrypted data")
            : new(new Decrypted(body, Stale: false));

    public ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> value, byte[] context, CancellationToken cancellationToken) => new(value.ToArray());
}
