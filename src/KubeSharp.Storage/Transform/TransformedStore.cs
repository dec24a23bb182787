namespace KubeSharp.Storage.Transform;

/// <summary>A store whose values stand in another form in the store beneath it. Owns that store.</summary>
/// <param name="inner">The store beneath.</param>
/// <param name="transform">The form.</param>
public sealed class TransformedStore(IStore inner, IValueTransform transform) : IStore
{
    /// <inheritdoc />
    public long KnownRevision => inner.KnownRevision;

    /// <inheritdoc />
    public long CompactedRevision => inner.CompactedRevision;

    /// <inheritdoc />
    public IReadOnlyList<IStore> Parts => inner.Parts.Count == 1 ? [this] : [.. inner.Parts.Select(part => new TransformedStore(part, transform))];

    /// <inheritdoc />
    public StoreHealth Health => inner.Health;

    /// <inheritdoc />
    public IStore For(string prefix) => inner.For(prefix) is var part && ReferenceEquals(part, inner) ? this : new TransformedStore(part, transform);

    /// <inheritdoc />
    public ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default) => inner.GetCurrentRevisionAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default)
    {
        var answer = await inner.GetAsync(key, revision, cancellationToken).ConfigureAwait(false);
        var entry = await FromAsync(answer.Entry, cancellationToken).ConfigureAwait(false);
        return ReferenceEquals(entry, answer.Entry) ? answer : answer with { Entry = entry };
    }

    /// <inheritdoc />
    public async ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default)
    {
        var answer = await inner.RangeAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.KeysOnly) return answer;
        // Mostly every value is as it was: nothing is copied then.
        StoreEntry[]? changed = null;
        for (var i = 0; i < answer.Entries.Count; i++)
        {
            var entry = answer.Entries[i];
            try
            {
                var readable = await FromAsync(entry, cancellationToken).ConfigureAwait(false);
                if (!ReferenceEquals(readable, entry)) (changed ??= [.. answer.Entries])[i] = readable!;
            }
            catch (StoredValueException e)
            {
                throw e.OfMany();
            }
        }

        return changed is null ? answer : answer with { Entries = changed };
    }

    /// <inheritdoc />
    public async ValueTask<WriteResult> PutAsync(
        string key, ReadOnlyMemory<byte> value, long? expectedModRevision, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        var stored = await transform.ToStoredAsync(key, value, cancellationToken).ConfigureAwait(false);
        var result = await inner.PutAsync(key, stored, expectedModRevision, timeToLive, cancellationToken).ConfigureAwait(false);
        return result with
        {
            Entry = result.Succeeded ? (stored.Equals(value) ? result.Entry : result.Entry! with { Value = value }) : await FromAsync(result.Entry, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <inheritdoc />
    public async ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default)
    {
        var result = await inner.DeleteAsync(key, expectedModRevision, cancellationToken).ConfigureAwait(false);
        return result with { Entry = await FromAsync(result.Entry, cancellationToken).ConfigureAwait(false) };
    }

    /// <inheritdoc />
    public async ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default) =>
        new Watch(await inner.WatchAsync(request, cancellationToken).ConfigureAwait(false), transform);

    /// <inheritdoc />
    public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) => inner.CompactAsync(revision, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<StoreEntry?> FromAsync(StoreEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is null) return null;
        var readable = await transform.FromStoredAsync(entry.Key, entry.Value, cancellationToken).ConfigureAwait(false);
        return !readable.Stale && !entry.Stale && readable.Value.Equals(entry.Value) ? entry : entry with { Value = readable.Value, Stale = readable.Stale };
    }

    private sealed class Watch(IStoreWatch inner, IValueTransform transform) : IStoreWatch
    {
        // Taken from the store beneath and not delivered yet: a reader that gives up in between finds it again.
        private WatchBatch? taken;

        public async ValueTask<WatchBatch> ReadAsync(CancellationToken cancellationToken = default)
        {
            var batch = taken ??= await inner.ReadAsync(cancellationToken).ConfigureAwait(false);
            StoreEvent[]? changed = null;
            for (var i = 0; i < batch.Events.Count; i++)
            {
                var change = batch.Events[i];
                var value = await ReadableAsync(change.Key, change.Value, cancellationToken).ConfigureAwait(false);
                var previous = await ReadableAsync(change.Key, change.PreviousValue, cancellationToken).ConfigureAwait(false);
                if (!value.Equals(change.Value) || !previous.Equals(change.PreviousValue))
                    (changed ??= [.. batch.Events])[i] = change with { Value = value, PreviousValue = previous };
            }

            taken = null;
            return changed is null ? batch : batch with { Events = changed };
        }

        public long Settled => inner.Settled;

        public void RequestProgress() => inner.RequestProgress();

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private async ValueTask<ReadOnlyMemory<byte>> ReadableAsync(string key, ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
        {
            if (stored.IsEmpty) return stored;
            try
            {
                return (await transform.FromStoredAsync(key, stored, cancellationToken).ConfigureAwait(false)).Value;
            }
            catch (StoredValueException e)
            {
                throw e.OfMany();
            }
        }
    }
}
