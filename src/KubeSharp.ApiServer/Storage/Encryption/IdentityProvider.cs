using System.Security.Cryptography;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Values as they are.</summary>
internal sealed class IdentityProvider : IEncryptionProvider
{
    /// <summary>What is said of an encrypted value where plain ones are expected.</summary>
    public const string Refusal = "identity transformer tried to read encrypted data";

    public string Prefix => "";

    public ReadOnlySpan<byte> Header => [];

    /// <summary>Whether a value bears the mark of any encryption.</summary>
    public static bool LooksEncrypted(ReadOnlySpan<byte> stored) => stored.StartsWith("k8s:enc:"u8);

    public ValueTask<Decrypted> DecryptAsync(ReadOnlyMemory<byte> body, byte[] context, CancellationToken cancellationToken) =>
        LooksEncrypted(body.Span) ? throw new CryptographicException(Refusal) : new(new Decrypted(body, Stale: false));

    public ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> value, byte[] context, CancellationToken cancellationToken) => new(value.ToArray());
}
