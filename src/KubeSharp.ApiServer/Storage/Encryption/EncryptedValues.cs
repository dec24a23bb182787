using System.Security.Cryptography;
using System.Text;
using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>
/// Encryption at rest: the providers of each resource by the configuration in force, the first of which writes. What no configuration speaks of stands as it
/// is, and is refused where it turns out to be encrypted after all.
/// </summary>
/// <param name="first">The configuration to begin with; null where there is none.</param>
/// <param name="metrics">Where work is counted.</param>
internal sealed class EncryptedValues(EncryptionGeneration? first, EncryptionMetrics metrics) : IValueTransform
{
    private volatile EncryptionGeneration? generation = first;

    /// <summary>The configuration in force.</summary>
    public EncryptionGeneration? Generation
    {
        get => generation;
        set => generation = value;
    }

    public ValueTask<ReadableValue> FromStoredAsync(string key, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        if (generation is { } now && ResourceOfKey.Find(key) is { } resource && now.For(resource) is { } chosen)
            return ReadAsync(key, stored, resource.Resource, chosen, cancellationToken);
        return IdentityProvider.LooksEncrypted(stored.Span)
            ? throw new StoredValueException(key, IdentityProvider.Refusal)
            : new ValueTask<ReadableValue>(new ReadableValue(stored));
    }

    public ValueTask<ReadOnlyMemory<byte>> ToStoredAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        generation is { } now && ResourceOfKey.Find(key) is { } resource && now.For(resource) is { } chosen
            ? WriteAsync(key, value, resource.Resource, chosen[0], cancellationToken)
            : new(value);

    private async ValueTask<ReadableValue> ReadAsync(
        string key, ReadOnlyMemory<byte> stored, string resource, IReadOnlyList<IEncryptionProvider> chosen, CancellationToken cancellationToken)
    {
        List<string> reasons = [];
        CryptographicException? last = null;
        var context = Encoding.UTF8.GetBytes(key);
        for (var i = 0; i < chosen.Count; i++)
        {
            var provider = chosen[i];
            if (!stored.Span.StartsWith(provider.Header)) continue;
            var begun = metrics.Begin();
            try
            {
                var read = await provider.DecryptAsync(stored[provider.Header.Length..], context, cancellationToken);
                metrics.Transformed(resource, provider, reading: true, begun, succeeded: true);
                return new ReadableValue(read.Value, read.Stale || i > 0);
            }
            catch (CryptographicException e)
            {
                // One that stores plainly stands where encryption is being introduced or given up: what it cannot read another one may.
                if (provider is IdentityProvider) continue;
                metrics.Transformed(resource, provider, reading: true, begun, succeeded: false);
                last = e;
                if (!reasons.Contains(e.Message)) reasons.Add(e.Message);
            }
        }

        if (reasons.Count == 0) metrics.Unreadable(resource);
        throw new StoredValueException(key, reasons switch
        {
            [] => "no matching prefix found",
            [var one] => one,
            _ => $"[{string.Join(", ", reasons)}]",
        }, last);
    }

    private async ValueTask<ReadOnlyMemory<byte>> WriteAsync(
        string key, ReadOnlyMemory<byte> value, string resource, IEncryptionProvider provider, CancellationToken cancellationToken)
    {
        var begun = metrics.Begin();
        try
        {
            var stored = await provider.EncryptAsync(value, Encoding.UTF8.GetBytes(key), cancellationToken);
            metrics.Transformed(resource, provider, reading: false, begun, succeeded: true);
            return stored;
        }
        catch (CryptographicException e)
        {
            metrics.Transformed(resource, provider, reading: false, begun, succeeded: false);
            throw new StoredValueException(key, e.Message, e);
        }
    }
}
