using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Benchmarks.Store;

/// <summary>The table and the row of the bare programs: the columns of the store's own. Checkpoints are SQLite's own, every thousand pages.</summary>
internal sealed class BareRow(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _insert = database.Prepare("INSERT INTO entries VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");

    public static SqliteDatabase Open(string path)
    {
        var database = SqliteDatabase.Open(path, create: true);
        database.QueryText("PRAGMA journal_mode=WAL");
        database.Execute("PRAGMA synchronous=FULL; CREATE TABLE entries(revision INTEGER PRIMARY KEY, key TEXT, created INT, previous INT, deleted INT, expires INT, value BLOB)");
        return database;
    }

    public void Insert(long revision, string key, byte[] value)
    {
        _insert.Bind(1, revision);
        _insert.Bind(2, key.AsSpan());
        _insert.Bind(3, revision);
        _insert.Bind(4, 0);
        _insert.Bind(5, 0);
        _insert.Bind(6, 0);
        _insert.Bind(7, value);
        _insert.Run();
    }

    public void Dispose() => _insert.Dispose();
}
