using KubeSharp.Storage.Transform;

namespace KubeSharp.ApiServer.Storage;

/// <summary>Two forms, one inside the other.</summary>
/// <param name="outer">The form in the store.</param>
/// <param name="inner">The form of what the outer one holds.</param>
internal sealed class ChainedTransform(IValueTransform outer, IValueTransform inner) : IValueTransform
{
    public async ValueTask<ReadableValue> FromStoredAsync(string key, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        var opened = await outer.FromStoredAsync(key, stored, cancellationToken);
        var read = await inner.FromStoredAsync(key, opened.Value, cancellationToken);
        return read with { Stale = opened.Stale || read.Stale };
    }

    public async ValueTask<ReadOnlyMemory<byte>> ToStoredAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        await outer.ToStoredAsync(key, await inner.ToStoredAsync(key, value, cancellationToken), cancellationToken);
}
