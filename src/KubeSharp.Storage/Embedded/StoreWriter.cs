using System.Collections.Concurrent;
using KubeSharp.Storage.Sqlite;
using SQLitePCL;

namespace KubeSharp.Storage.Embedded;

/// <summary>
/// The one writer: takes whatever operations wait, does them in one transaction, and tells their callers once it is durable (group commit).
/// </summary>
/// <remarks>
/// One thread at a time works here. When none does, the caller that finds it so commits on its own thread: a lone writer pays for one commit and for no
/// thread switch. What came meanwhile is taken over by the writer's own thread, so no caller works long for others.
/// </remarks>
internal sealed class StoreWriter : IDisposable
{
    private const int MaxOperations = 512;
    private const int MaxBytes = 8 << 20;
    private readonly ConcurrentQueue<WriteOperation> _waiting = new();
    private readonly List<WriteOperation> _batch = new(MaxOperations);
    private readonly Lock _work = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly StoreIndex _index;
    private readonly string _path;
    private readonly Action<List<StoreEvent>, long> _publish;
    private readonly Action<StoreUnavailableException?> _report;
    private readonly Thread _thread;
    private WriterStatements? _statements;
    private bool _closed;

    // Whether the file may hold a transaction that was reported as failed: its sync failed, but its pages were in the log already.
    private bool _unsure;
    private volatile bool _stopping;
    private volatile bool _finishCheckpoint;

    /// <summary>Starts the writer.</summary>
    /// <param name="database">The connection; the writer owns it.</param>
    /// <param name="path">The file, to open it again after a fault.</param>
    /// <param name="index">The index to keep.</param>
    /// <param name="publish">Called after each commit that wrote something, with its events and the revision that readers may see from then on.</param>
    /// <param name="report">Called with the fault of each failed transaction, and with null after each good one.</param>
    public StoreWriter(
        SqliteDatabase database,
        string path,
        StoreIndex index,
        Action<List<StoreEvent>, long> publish,
        Action<StoreUnavailableException?> report)
    {
        _statements = new WriterStatements(database);
        _path = path;
        _index = index;
        _publish = publish;
        _report = report;
        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits { get; private set; }

    /// <summary>How many operations they held.</summary>
    public long Operations { get; private set; }

    /// <summary>How many pages went to the write-ahead log.</summary>
    public long PagesLogged { get; private set; }

    /// <summary>For tests: runs on the writer's connection before the next transaction.</summary>
    internal Action<SqliteDatabase>? Sabotage { get; set; }

    /// <summary>Puts an operation into the next transaction. It may be done when this returns.</summary>
    public void Submit(WriteOperation operation)
    {
        _waiting.Enqueue(operation);
        if (!_work.TryEnter())
            return; // whoever is at work looks again after leaving
        try
        {
            DoBatch();
        }
        finally
        {
            _work.Exit();
        }

        WakeIfWaiting();
    }

    /// <summary>
    /// Makes the writer move what is left of the log into the file before its next transaction: the little that was written while a checkpoint ran beside
    /// it. The log can then start over in the same blocks, and a commit that does not make its file longer is several times cheaper.
    /// </summary>
    public void FinishCheckpoint() => _finishCheckpoint = true;

    /// <summary>Finishes what waits, refuses what comes later, moves the log into the file and closes it.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wake.Release();
        _thread.Join();
        lock (_work)
        {
            while (!_waiting.IsEmpty && !_closed)
                DoBatch();
            _closed = true;
            CloseConnection(checkpoint: true);
        }

        lock (_work)
            DoBatch();
    }

    private void Run()
    {
        while (!_stopping)
        {
            _wake.Wait();
            do
            {
                lock (_work)
                {
                    while (!_waiting.IsEmpty)
                        DoBatch();
                }
            }
            while (IsAnyWaiting());
        }
    }

    private bool IsAnyWaiting()
    {
        // Pairs with the enqueue in Submit: either we see the operation, or its caller found the lock free.
        Interlocked.MemoryBarrier();
        return !_waiting.IsEmpty;
    }

    private void WakeIfWaiting()
    {
        if (!IsAnyWaiting())
            return;
        if (_stopping)
        {
            lock (_work)
            {
                while (!_waiting.IsEmpty)
                    DoBatch();
            }
        }
        else
        {
            _wake.Release();
        }
    }

    private void DoBatch()
    {
        _batch.Clear();
        var size = 0;
        while (_batch.Count < MaxOperations && size < MaxBytes && _waiting.TryDequeue(out var operation))
        {
            _batch.Add(operation);
            size += operation.Size;
        }

        if (_batch.Count == 0)
            return;
        if (_closed)
        {
            FailBatch(new StoreUnavailableException("The store is closed."));
            return;
        }

        WriteTransaction? transaction = null;
        try
        {
            _statements ??= new WriterStatements(StoreFile.OpenWriter(_path));
            Sabotage?.Invoke(_statements.Database);
            if (_finishCheckpoint)
            {
                _finishCheckpoint = false;
                _ = _statements.Database.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
            }

            transaction = new WriteTransaction(_index, _statements);
            _statements.Begin();
            if (_unsure)
                _statements.DeleteAfter(_index.Revision);
            foreach (var operation in _batch)
                operation.Apply(transaction);
            _statements.Commit();
        }
        catch (Exception e)
        {
            transaction?.TakeBack();
            var fault = Explain(e);
            Recover(e);
            FailBatch(fault);
            _report(fault);
            return;
        }

        _unsure = false;
        Commits++;
        Operations += _batch.Count;
        PagesLogged += _statements.Database.TakePagesWritten();
        transaction.Accept();
        if (transaction.Events.Count > 0)
            _publish(transaction.Events, transaction.Revision);
        foreach (var operation in _batch)
            operation.Complete();
        _report(null);
    }

    private void FailBatch(StoreUnavailableException fault)
    {
        foreach (var operation in _batch)
            operation.Fail(fault);
    }

    // After a full disk the connection is good; after anything else a new one looks at the file afresh.
    private void Recover(Exception e)
    {
        _unsure = true;
        if (e is SqliteFaultException { Code: raw.SQLITE_FULL })
            _statements?.Database.Rollback();
        else
            CloseConnection(checkpoint: false);
    }

    private void CloseConnection(bool checkpoint)
    {
        try
        {
            _statements?.Database.Rollback();
            if (checkpoint)
                _ = _statements?.Database.Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        }
        catch (SqliteFaultException)
        {
            // The log stays and is read at the next start.
        }

        _statements?.Dispose();
        _statements = null;
    }

    private StoreUnavailableException Explain(Exception e) => e switch
    {
        SqliteFaultException { Code: raw.SQLITE_FULL } => new($"No space left to write {_path}; free some on its disk. Reads go on.", false, e) { IsFull = true },
        SqliteFaultException { IsCorruption: true } => new($"The store file {_path} is damaged ({e.Message}); restore it from a snapshot.", false, e),
        // A commit whose sync failed may be found in the log after a crash, if nothing overwrites it before.
        SqliteFaultException { Code: raw.SQLITE_IOERR } => new($"Writing {_path} failed ({e.Message}); check the disk. Reads go on.", true, e),
        _ => new($"Writing {_path} failed ({e.Message}).", true, e),
    };
}
