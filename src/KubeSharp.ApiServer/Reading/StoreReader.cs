using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Reading;

/// <summary>Reads straight from the store.</summary>
internal sealed class StoreReader(IStore store) : IObjectReader
{
    private const int FilterPage = 500;

    public bool TryGet(StoredResource resource, string key, long? atLeast, out ObjectAnswer answer)
    {
        answer = default;
        return false;
    }

    public async ValueTask<Result<ObjectAnswer>> GetAsync(StoredResource resource, string key, long? atLeast, CancellationToken cancellationToken)
    {
        if (await TooLargeAsync(resource, atLeast, cancellationToken) is { } error) return error;
        var answer = await store.GetAsync(key, 0, cancellationToken);
        return new ObjectAnswer(answer.Entry is { } entry ? Wire(entry) : null, answer.Revision);
    }

    public async ValueTask<Result<ObjectPage>> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        if (await TooLargeAsync(query.Resource, query.Exactly ?? query.AtLeast, cancellationToken) is { } error) return error;
        try
        {
            return query.Filter is null ? await PageAsync(query, cancellationToken) : await FilteredAsync(query, query.Filter, cancellationToken);
        }
        catch (CompactedException)
        {
            return StatusError.Expired("The resourceVersion for the provided list is too old.");
        }
    }

    public async ValueTask<Result<IObjectWatch>> WatchAsync(WatchQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var watch = await store.WatchAsync(new WatchRequest { Prefix = query.Prefix, AfterRevision = query.After }, cancellationToken);
            return new StoreWatch(watch, query);
        }
        catch (CompactedException)
        {
            return StatusError.Expired($"too old resource version: {query.After} ({store.For(query.Resource.KeyPrefix).CompactedRevision})");
        }
    }

    internal static StoredObject Wire(StoreEntry entry) => new(entry.Key, entry.ModRevision, ResourceVersionSplice.Insert(entry.Value.Span, entry.ModRevision));

    private async ValueTask<Result<ObjectPage>> PageAsync(ListQuery query, CancellationToken cancellationToken)
    {
        var range = await RangeAsync(query, query.After, query.Exactly ?? 0, query.Limit, cancellationToken);
        var items = new List<StoredObject>(range.Entries.Count);
        foreach (var entry in range.Entries) items.Add(Wire(entry));
        return new ObjectPage(items, range.Revision, range.More, range.More ? range.Remaining : null);
    }

    // The limit counts what passes the filter: read on in pages, all at the revision of the first one.
    private async ValueTask<Result<ObjectPage>> FilteredAsync(ListQuery query, Func<StoredObject, bool> filter, CancellationToken cancellationToken)
    {
        var items = new List<StoredObject>();
        var after = query.After;
        var revision = query.Exactly ?? 0;
        while (true)
        {
            var range = await RangeAsync(query, after, revision, query.Limit == 0 ? 0 : FilterPage, cancellationToken);
            revision = range.Revision;
            foreach (var entry in range.Entries)
            {
                var item = Wire(entry);
                if (!filter(item)) continue;
                if (query.Limit > 0 && items.Count == query.Limit) return new ObjectPage(items, revision, More: true);
                items.Add(item);
            }

            if (!range.More) return new ObjectPage(items, revision);
            after = range.Entries[^1].Key;
        }
    }

    private ValueTask<RangeResult> RangeAsync(ListQuery query, string? after, long revision, int limit, CancellationToken cancellationToken) =>
        store.RangeAsync(new RangeRequest { Prefix = query.Prefix, After = after, Revision = revision, Limit = limit }, cancellationToken);

    private async ValueTask<StatusError?> TooLargeAsync(StoredResource resource, long? wanted, CancellationToken cancellationToken)
    {
        if (wanted is not > 0) return null;
        var current = await store.For(resource.KeyPrefix).GetCurrentRevisionAsync(cancellationToken);
        return wanted > current ? StatusError.TooLargeResourceVersion(wanted.Value, current, 1) : null;
    }
}
