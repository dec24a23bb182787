using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>Builds the index from the file at start.</summary>
internal static class IndexLoader
{
    /// <summary>Reads every row but its value.</summary>
    /// <exception cref="StoreOpenException">The rows contradict each other.</exception>
    public static StoreIndex Load(SqliteDatabase database, string path)
    {
        try
        {
            var index = new StoreIndex { Compacted = database.QueryInt64("SELECT compacted FROM store") };
            var keys = index.Keys.ToBuilder();
            var last = 1L;
            using var rows = database.Prepare("SELECT revision, key, created, previous, deleted, expires FROM entries ORDER BY revision");
            while (rows.Step())
            {
                last = rows.Int64(0);
                var previousRevision = rows.Int64(3);
                var key = rows.Text(1);
                if (!keys.TryGetValue(key, out var node))
                {
                    node = new KeyNode(key);
                    keys.Set(key, node);
                }

                var previous = node.Head;
                var known = previous is null || previous.Deleted ? 0 : previous.ModRevision;
                if (last > index.Compacted && known != previousRevision)
                    throw StoreFile.Corrupt(path, $"revision {last} of {key} follows {previousRevision}, but {known} is there");
                var record = new KeyRecord(last, rows.Int64(2), rows.Int64(4) != 0, rows.Int64(5), previous);
                node.Head = record;
                Note(index, new NodeRecord(node, record));
            }

            index.Keys = keys.ToMap();
            // The rows up to the compacted revision may all be gone; revisions still go on after it.
            index.Revision = Math.Max(last, index.Compacted);
            return index;
        }
        catch (SqliteFaultException e)
        {
            throw StoreFile.Corrupt(path, e.Message, e);
        }
    }

    /// <summary>Queues a new record for compaction and expiry, where it matters to them.</summary>
    public static void Note(StoreIndex index, NodeRecord entry)
    {
        if (entry.Record.Deleted || entry.Record.Previous is not null)
            index.History.Enqueue(entry);
        if (entry.Record.ExpiresAt != 0)
            index.Expiring.Enqueue(entry, entry.Record.ExpiresAt);
    }
}
