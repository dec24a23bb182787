using KubeSharp.ApiServer.Reading;
using KubeSharp.Storage.Collections;

namespace KubeSharp.ApiServer.WatchCache;

/// <summary>Reads a list from a snapshot.</summary>
internal static class SnapshotList
{
    /// <summary>The objects that a query asks for, in key order.</summary>
    public static ObjectPage Read(CacheSnapshot snapshot, long revision, ListQuery query)
    {
        var objects = snapshot.Objects;
        var start = query.After is { } after && string.CompareOrdinal(after, query.Prefix) >= 0 ? KeyBound.After(after) : KeyBound.Before(query.Prefix);
        var whole = objects.CountBefore(KeyBound.AfterPrefix(query.Prefix)) - objects.CountBefore(start);
        var limit = query.Limit > 0 ? query.Limit : int.MaxValue;
        var items = new List<StoredObject>(query.Filter is null ? Math.Clamp(whole, 0, limit) : 0);
        var cursor = objects.SeekTo(start);
        // What is left is known by counting, so nothing beyond the end is looked at.
        for (var left = whole; left > 0 && cursor.MoveNext(); left--)
        {
            var item = cursor.Value;
            if (query.Filter is not null && !query.Filter(item))
                continue;
            if (items.Count == limit)
                return new ObjectPage(items, revision, More: true, query.Filter is null ? left : null);
            items.Add(item);
        }

        return new ObjectPage(items, revision);
    }
}
