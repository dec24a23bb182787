using KubeSharp.ApiServer.Objects;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Reading;

/// <summary>A watch straight on the store.</summary>
internal sealed class StoreWatch(IStoreWatch watch, WatchQuery query) : IObjectWatch
{
    public async ValueTask<ObjectChanges> ReadAsync(CancellationToken cancellationToken)
    {
        var batch = await watch.ReadAsync(cancellationToken);
        var changes = new List<ObjectChange>(batch.Events.Count);
        foreach (var item in batch.Events)
        {
            if (query.SingleKey && item.Key != query.Prefix) continue;
            changes.Add(Change(item));
        }

        return new ObjectChanges(changes, batch.Revision);
    }

    public void RequestProgress() => watch.RequestProgress();

    public ValueTask DisposeAsync() => watch.DisposeAsync();

    private static ObjectChange Change(StoreEvent item)
    {
        var deleted = item.Type == StoreEventType.Deleted;
        var current = deleted ? null : new StoredObject(item.Key, item.Revision, ResourceVersionSplice.Insert(item.Value.Span, item.Revision));
        var previous = item.PreviousValue.IsEmpty
            ? null
            : new StoredObject(
                item.Key,
                deleted ? item.Revision : item.PreviousRevision,
                ResourceVersionSplice.Insert(item.PreviousValue.Span, deleted ? item.Revision : item.PreviousRevision));
        return new ObjectChange(current, previous, item.Revision);
    }
}
