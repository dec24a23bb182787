using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>The writer's connection with its prepared statements.</summary>
internal sealed class WriterStatements : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _read;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _compacted;
    private readonly SqliteStatement _probe;
    private readonly SqliteStatement _deleteAfter;

    /// <summary>Prepares the statements. The connection belongs to this object from now on.</summary>
    public WriterStatements(SqliteDatabase database)
    {
        _database = database;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _insert = database.Prepare("INSERT INTO entries(revision, key, created, previous, deleted, expires, value) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _read = database.Prepare("SELECT value FROM entries WHERE revision = ?1");
        _delete = database.Prepare("DELETE FROM entries WHERE revision = ?1");
        _compacted = database.Prepare("UPDATE store SET compacted = ?1");
        _probe = database.Prepare("UPDATE store SET probes = probes + 1");
        _deleteAfter = database.Prepare("DELETE FROM entries WHERE revision > ?1");
    }

    /// <summary>The connection.</summary>
    public SqliteDatabase Database => _database;

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Insert(long revision, string key, long created, long previous, bool deleted, long expiresAt, ReadOnlySpan<byte> value)
    {
        _insert.Bind(1, revision);
        _insert.Bind(2, key.AsSpan());
        _insert.Bind(3, created);
        _insert.Bind(4, previous);
        _insert.Bind(5, deleted ? 1 : 0);
        _insert.Bind(6, expiresAt);
        _insert.Bind(7, value);
        _insert.Run();
    }

    public byte[] ReadValue(long revision)
    {
        _read.Bind(1, revision);
        if (!_read.Step())
            throw new SqliteFaultException(SQLitePCL.raw.SQLITE_CORRUPT, $"the row of revision {revision} is missing");
        var value = _read.Bytes(0);
        _read.Reset();
        return value;
    }

    public void DeleteRow(long revision)
    {
        _delete.Bind(1, revision);
        _delete.Run();
    }

    public void SetCompacted(long revision)
    {
        _compacted.Bind(1, revision);
        _compacted.Run();
    }

    public void Probe() => _probe.Run();

    /// <summary>Removes what a transaction left that failed after it had reached the log.</summary>
    public void DeleteAfter(long revision)
    {
        _deleteAfter.Bind(1, revision);
        _deleteAfter.Run();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _insert.Dispose();
        _read.Dispose();
        _delete.Dispose();
        _compacted.Dispose();
        _probe.Dispose();
        _deleteAfter.Dispose();
        _database.Dispose();
    }
}
