using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Benchmarks.Store;

/// <summary>The yardstick for one writer: a row, a commit, on the caller's own thread. Same durability and same rows as <see cref="BareGroupCommit"/>.</summary>
internal sealed class BareCommit : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly BareRow _row;
    private long _revision = 1;

    public BareCommit(string path)
    {
        _database = BareRow.Open(path);
        _begin = _database.Prepare("BEGIN IMMEDIATE");
        _commit = _database.Prepare("COMMIT");
        _row = new BareRow(_database);
    }

    public void Put(string key, byte[] value)
    {
        _begin.Run();
        _row.Insert(++_revision, key, value);
        _commit.Run();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _row.Dispose();
        _database.Dispose();
    }
}
