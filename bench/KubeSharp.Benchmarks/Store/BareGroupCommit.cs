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
        _database = BareRow.Open(path);
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
        using var insert = new BareRow(_database);
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
                    insert.Insert(++revision, row.Key, row.Value);
                    batch.Add((row.Done, revision));
                }

                commit.Run();
                foreach (var (done, number) in batch)
                    done.SetResult(number);
            }
        }
    }
}
