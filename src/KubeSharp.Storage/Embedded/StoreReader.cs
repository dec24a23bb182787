using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>One reading connection with its prepared statements.</summary>
internal sealed class StoreReader : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _value;
    private readonly SqliteStatement _history;

    /// <summary>Prepares the statements. The connection belongs to this object from now on.</summary>
    public StoreReader(SqliteDatabase database)
    {
        _database = database;
        _value = database.Prepare("SELECT value FROM entries WHERE revision = ?1");
        _history = database.Prepare(
            "SELECT revision, key, created, previous, deleted, value FROM entries WHERE revision > ?1 AND revision <= ?2 ORDER BY revision");
    }

    /// <summary>The value written at a revision; null when compaction has removed it.</summary>
    public byte[]? Value(long revision)
    {
        _value.Bind(1, revision);
        if (!_value.Step())
            return null;
        var value = _value.Bytes(0);
        _value.Reset();
        return value;
    }

    /// <summary>The writes under a prefix after one revision and up to another, until there are enough of them.</summary>
    /// <returns>The revision up to which they are complete.</returns>
    public long History(string prefix, long after, long upTo, int maxEvents, int maxBytes, List<StoreEvent> events)
    {
        _history.Bind(1, after);
        _history.Bind(2, upTo);
        try
        {
            var bytes = 0;
            while (_history.Step())
            {
                var key = _history.Text(1);
                if (!key.StartsWith(prefix, StringComparison.Ordinal))
                    continue;
                var previous = _history.Int64(3);
                var deleted = _history.Int64(4) != 0;
                var value = deleted ? [] : _history.Bytes(5);
                var revision = _history.Int64(0);
                events.Add(new StoreEvent
                {
                    Type = deleted ? StoreEventType.Deleted : previous == 0 ? StoreEventType.Created : StoreEventType.Updated,
                    Key = key,
                    Revision = revision,
                    CreateRevision = _history.Int64(2),
                    PreviousRevision = previous,
                    Value = value,
                });
                bytes += value.Length;
                if (events.Count >= maxEvents || bytes >= maxBytes)
                    return revision;
            }

            return upTo;
        }
        finally
        {
            _history.Reset();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _value.Dispose();
        _history.Dispose();
        _database.Dispose();
    }
}
