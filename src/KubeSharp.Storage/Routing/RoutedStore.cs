namespace KubeSharp.Storage.Routing;

/// <summary>Several stores as one: each key is in the store of its prefix, or in the main one. Owns them all.</summary>
/// <remarks>
/// Revisions are those of the store that a key is in: they mean nothing in another. So each resource must be wholly in one store, and who works with revisions
/// of a resource asks <see cref="For"/> for its store. What concerns no key (<see cref="KnownRevision"/>, <see cref="CompactAsync"/>, ...) is the main store's.
/// </remarks>
/// <param name="main">The store of all other keys.</param>
/// <param name="routes">Prefixes of keys, none the start of another, and the store each is in.</param>
public sealed class RoutedStore(IStore main, IReadOnlyList<(string Prefix, IStore Store)> routes) : IStore
{
    /// <inheritdoc />
    public IReadOnlyList<IStore> Parts { get; } = [main, .. routes.Select(route => route.Store).Distinct()];

    /// <inheritdoc />
    public long KnownRevision => main.KnownRevision;

    /// <inheritdoc />
    public long CompactedRevision => main.CompactedRevision;

    /// <inheritdoc />
    public StoreHealth Health => main.Health;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">Keys with this prefix are in several stores.</exception>
    public IStore For(string prefix)
    {
        foreach (var (routed, store) in routes)
        {
            if (prefix.StartsWith(routed, StringComparison.Ordinal)) return store;
            if (routed.StartsWith(prefix, StringComparison.Ordinal)) throw new ArgumentException($"The keys under {prefix} are in several stores.", nameof(prefix));
        }

        return main;
    }

    /// <inheritdoc />
    public ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default) => main.GetCurrentRevisionAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default) => For(key).GetAsync(key, revision, cancellationToken);

    /// <inheritdoc />
    public ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default) => For(request.Prefix).RangeAsync(request, cancellationToken);

    /// <inheritdoc />
    public ValueTask<WriteResult> PutAsync(
        string key, ReadOnlyMemory<byte> value, long? expectedModRevision, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        For(key).PutAsync(key, value, expectedModRevision, timeToLive, cancellationToken);

    /// <inheritdoc />
    public ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default) =>
        For(key).DeleteAsync(key, expectedModRevision, cancellationToken);

    /// <inheritdoc />
    public ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default) => For(request.Prefix).WatchAsync(request, cancellationToken);

    /// <inheritdoc />
    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => main.CompactAsync(revision, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Parts) await part.DisposeAsync().ConfigureAwait(false);
    }
}
