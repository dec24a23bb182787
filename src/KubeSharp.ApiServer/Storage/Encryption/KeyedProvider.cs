using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// Encryption with keys from the configuration: the first one encrypts, each reads what it wrote. The key's name stands between the prefix and the cipher's
/// bytes (https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/).
/// </summary>
/// <param name="prefix">Such as <c>k8s:enc:aescbc:v1:</c>.</param>
/// <param name="family">What its cipher is called where no key of the name is there.</param>
/// <param name="keys">The keys, at least one.</param>
/// <param name="cipher">What is done with a key.</param>
internal sealed class KeyedProvider(string prefix, string family, IReadOnlyList<NamedKey> keys, ICipher cipher) : IEncryptionProvider
{
    private readonly byte[][] headers = [.. keys.Select(key => Encoding.UTF8.GetBytes($"{prefix}{key.Name}:"))];

    private readonly byte[] header = Encoding.UTF8.GetBytes(prefix);

    public string Prefix => prefix;

    public ReadOnlySpan<byte> Header => header;

    public ValueTask<Decrypted> DecryptAsync(ReadOnlyMemory<byte> body, byte[] context, CancellationToken cancellationToken)
    {
        CryptographicException? last = null;
        for (var i = 0; i < keys.Count; i++)
        {
            var name = headers[i].AsSpan(prefix.Length);
            if (!body.Span.StartsWith(name)) continue;
            try
            {
                return new(new Decrypted(cipher.Decrypt(keys[i].Secret, body.Span[name.Length..], context), Stale: i > 0));
            }
            catch (CryptographicException e)
            {
                // Two keys may have one name while they are exchanged.
                last = e;
            }
        }

        throw last ?? new CryptographicException($"no matching key was found for the provided {family} transformer");
    }

    public ValueTask<byte[]> EncryptAsync(ReadOnlyMemory<byte> value, byte[] context, CancellationToken cancellationToken) =>
        new([.. headers[0], .. cipher.Encrypt(keys[0].Secret, value.Span, context)]);
}
