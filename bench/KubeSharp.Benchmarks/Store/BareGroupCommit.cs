using System.Collections.Concurrent;
using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Benchmarks.Store;

/// <summary>The yardstick: a program that only inserts rows into SQLite and commits whatever waits in one transaction. It keeps nothing, compares nothing.</summary>
internal sealed class BareGroupCommit : IDisposable
{
    private readonly ConcurrentQueue<(string Key, byte[] Value, TaskCompletionSource<long> Done)> _waiting = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SqliteDatabase _database;
    private readonly Thread _thread;
    private volatile bool _stop;
    private int _awake;

    public BareGroupCommit(string path)
    {
        _database = SqliteDatabase.Open(path, create: true);
        _database.QueryText("PRAGMA journal_mode=WAL");
        _database.Execute("PRAGMA synchronous=FULL; CREATE TABLE entries(revision INTEGER PRIMARY KEY, key TEXT, created INT, previous INT, deleted INT, expires INT, value BLOB)");
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public Task<long> PutAsync(string key, byte[] value)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((key, value, done));
        if (Interlocked.Exchange(ref _awake, 1) == 0)
            _wake.Release();
        return done.Task;
    }

    public void Dispose()
    {
        _stop = true;
        _wake.Release();
        _thread.Join();
        _database.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        using var begin = _database.Prepare("BEGIN IMMEDIATE");
        using var commit = _database.Prepare("COMMIT");
        using var insert = _database.Prepare("INSERT INTO entries VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        var batch = new List<(TaskCompletionSource<long> Done, long Revision)>();
        long revision = 1;
        while (true)
        {
            _wake.Wait();
            if (_stop)
                return;
            Interlocked.Exchange(ref _awake, 0);
            while (!_waiting.IsEmpty)
            {
                begin.Run();
                batch.Clear();
                while (batch.Count < 512 && _waiting.TryDequeue(out var row))
                {
                    insert.Bind(1, ++revision);
                    insert.Bind(2, row.Key.AsSpan());
                    insert.Bind(3, revision);
                    insert.Bind(4, 0);
                    insert.Bind(5, 0);
                    insert.Bind(6, 0);
                    insert.Bind(7, row.Value);
                    insert.Run();
                    batch.Add((row.Done, revision));
                }

                commit.Run();
                foreach (var (done, number) in batch)
                    done.SetResult(number);
            }
        }
    }
}
