using System.Security.Cryptography;
using System.Text;
using KubeSharp.Storage;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Encryption at rest: the providers of each resource by the configuration, the first of which writes.</summary>
/// <param name="providers">The providers for a key; null where nothing is configured.</param>
internal sealed class EncryptedValues(Func<string, IReadOnlyList<IEncryptionProvider>?> providers) : IValueTransform
{
    public async ValueTask<ReadableValue> FromStoredAsync(string key, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        if (providers(key) is not { } chosen) return new ReadableValue(stored);
        CryptographicException? last = null;
        for (var i = 0; i < chosen.Count; i++)
        {
            var provider = chosen[i];
            if (!stored.Span.StartsWith(Encoding.UTF8.GetBytes(provider.Prefix))) continue;
            try
            {
                var read = await provider.DecryptAsync(stored[provider.Prefix.Length..], Encoding.UTF8.GetBytes(key), cancellationToken);
                return new ReadableValue(read.Value, read.Stale || i > 0);
            }
            catch (CryptographicException e)
            {
                last = e;
            }
        }

        throw new StoredValueException(key, last?.Message ?? "no matching prefix found", last);
    }

    public async ValueTask<ReadOnlyMemory<byte>> ToStoredAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        if (providers(key) is not { } chosen) return value;
        try
        {
            return await chosen[0].EncryptAsync(value, Encoding.UTF8.GetBytes(key), cancellationToken);
        }
        catch (CryptographicException e)
        {
            throw new StoreUnavailableException($"The value of {key} cannot be encrypted: {e.Message}.", false, e);
        }
    }
}
