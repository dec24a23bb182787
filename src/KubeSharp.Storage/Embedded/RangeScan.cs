using KubeSharp.Storage.Collections;

namespace KubeSharp.Storage.Embedded;

/// <summary>Finds the records of a range in the index.</summary>
internal static class RangeScan
{
    /// <summary>The records in force at a revision, up to the limit, and how many more there are.</summary>
    public static (List<NodeRecord> Records, long Remaining) Find(PersistentMap<KeyNode> keys, RangeRequest request, long revision)
    {
        var records = new List<NodeRecord>();
        long remaining = 0;
        var start = request.After is { } after && StoreKeyComparer.CompareKeys(after, request.Prefix) >= 0
            ? KeyBound.After(after)
            : KeyBound.Before(request.Prefix);
        var cursor = keys.SeekTo(start);
        while (cursor.MoveNext() && cursor.Key.StartsWith(request.Prefix, StringComparison.Ordinal))
        {
            if (cursor.Value.At(revision) is not { } record)
                continue;
            if (request.Limit > 0 && records.Count >= request.Limit)
                remaining++;
            else
                records.Add(new NodeRecord(cursor.Value, record));
        }

        return (records, remaining);
    }
}
