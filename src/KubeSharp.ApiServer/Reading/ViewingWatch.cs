using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Reading;

/// <summary>A watch whose objects are seen in another version than they are stored in.</summary>
internal sealed class ViewingWatch(IObjectWatch inner, IStoredCodec codec) : IObjectWatch
{
    /// <inheritdoc/>
    public async ValueTask<ObjectChanges> ReadAsync(CancellationToken cancellationToken)
    {
        var batch = await inner.ReadAsync(cancellationToken);
        if (batch.Changes.Count == 0) return batch;
        var changes = new List<ObjectChange>(batch.Changes.Count);
        foreach (var change in batch.Changes)
        {
            changes.Add(new ObjectChange(
                await SeenAsync(change.Current, cancellationToken), await SeenAsync(change.Previous, cancellationToken), change.Revision));
        }

        return batch with { Changes = changes };
    }

    /// <inheritdoc/>
    public void RequestProgress() => inner.RequestProgress();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<StoredObject?> SeenAsync(StoredObject? stored, CancellationToken cancellationToken)
    {
        if (stored is null) return null;
        if (codec.TryRead(stored, out var view)) return view;
        var read = await codec.ReadAsync([stored], cancellationToken);
        return read.Error is null ? read.Value![0] : throw new UnreadableObjectException(read.Error);
    }
}
