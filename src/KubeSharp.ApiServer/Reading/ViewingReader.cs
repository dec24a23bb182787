using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Reading;

/// <summary>Reads objects as requests see them: custom objects in the version asked for, with today's defaults and without what today's schema does not have.</summary>
internal sealed class ViewingReader(IObjectReader inner) : IObjectReader
{
    // How many objects one conversion takes: a webhook gets them in one call.
    private const int Chunk = 500;

    /// <inheritdoc/>
    public bool TryGet(StoredResource resource, string key, long? atLeast, out ObjectAnswer answer)
    {
        if (!inner.TryGet(resource, key, atLeast, out answer)) return false;
        if (resource.Codec is not { } codec || answer.Object is not { } stored) return true;
        if (!codec.TryRead(stored, out var view)) return false;
        answer = new ObjectAnswer(view, answer.Revision);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<Result<ObjectAnswer>> GetAsync(StoredResource resource, string key, long? atLeast, CancellationToken cancellationToken)
    {
        var answer = await inner.GetAsync(resource, key, atLeast, cancellationToken);
        if (resource.Codec is not { } codec || answer.Error is not null || answer.Value.Object is not { } stored) return answer;
        var read = await codec.ReadAsync([stored], cancellationToken);
        return read.Error is not null ? read.Error : new ObjectAnswer(read.Value![0], answer.Value.Revision);
    }

    /// <inheritdoc/>
    public ValueTask<Result<ObjectPage>> ListAsync(ListQuery query, CancellationToken cancellationToken) =>
        query.Resource.Codec is { } codec ? ListAsync(query, codec, cancellationToken) : inner.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Result<IObjectWatch>> WatchAsync(WatchQuery query, CancellationToken cancellationToken)
    {
        var watch = await inner.WatchAsync(query, cancellationToken);
        return query.Resource.Codec is { } codec && watch.Error is null ? new ViewingWatch(watch.Value!, codec) : watch;
    }

    private async ValueTask<Result<ObjectPage>> ListAsync(ListQuery query, IStoredCodec codec, CancellationToken cancellationToken)
    {
        // What passes the filter is known only of objects as they are seen.
        var filter = query.Filter;
        var found = await inner.ListAsync(filter is null ? query : query with { Filter = null, Limit = 0 }, cancellationToken);
        if (found.Error is not null) return found.Error;
        var page = found.Value!;
        var items = new List<StoredObject>(filter is null ? page.Items.Count : 0);
        for (var from = 0; from < page.Items.Count; from += Chunk)
        {
            var chunk = page.Items.Count <= Chunk ? page.Items : [.. page.Items.Skip(from).Take(Chunk)];
            var read = await codec.ReadAsync(chunk, cancellationToken);
            if (read.Error is not null) return read.Error;
            foreach (var item in read.Value!)
            {
                if (filter is not null && !filter(item)) continue;
                if (filter is not null && query.Limit > 0 && items.Count == query.Limit) return new ObjectPage(items, page.Revision, More: true);
                items.Add(item);
            }
        }

        return page with { Items = items };
    }
}
