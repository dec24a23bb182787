using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Tests.Writing;

/// <summary>A store that counts what it is asked.</summary>
internal sealed class CountedStore(IStore inner) : IStore
{
    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public long KnownRevision => inner.KnownRevision;

    public long CompactedRevision => inner.CompactedRevision;

    public StoreHealth Health => inner.Health;

    public ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.GetCurrentRevisionAsync(cancellationToken);
    }

    public ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.GetAsync(key, revision, cancellationToken);
    }

    public ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.RangeAsync(request, cancellationToken);
    }

    public ValueTask<WriteResult> PutAsync(
        string key, ReadOnlyMemory<byte> value, long? expectedModRevision, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        Writes++;
        return inner.PutAsync(key, value, expectedModRevision, timeToLive, cancellationToken);
    }

    public ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default)
    {
        Writes++;
        return inner.DeleteAsync(key, expectedModRevision, cancellationToken);
    }

    public ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default) => inner.WatchAsync(request, cancellationToken);

    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => inner.CompactAsync(revision, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
