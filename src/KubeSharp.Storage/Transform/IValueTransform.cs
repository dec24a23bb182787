namespace KubeSharp.Storage.Transform;

/// <summary>How values stand in a store, where that differs from what its users read and write: encrypted, or in another format.</summary>
public interface IValueTransform
{
    /// <summary>A value as its users know it.</summary>
    /// <param name="key">The key it stands at.</param>
    /// <param name="stored">The value as it stands in the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoredValueException">It cannot be read: no key fits, or it is damaged.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be read at present.</exception>
    ValueTask<ReadableValue> FromStoredAsync(string key, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken);

    /// <summary>A value as it is to stand in the store.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be transformed at present.</exception>
    ValueTask<ReadOnlyMemory<byte>> ToStoredAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken);
}
