using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Embedded;

/// <summary>
/// The store in one SQLite file. Rows are keyed by revision alone and the keys are indexed in memory, so that a write touches one place of one table;
/// waiting writes are committed together. See <see cref="IStore"/> for what it promises.
/// </summary>
public sealed class EmbeddedStore : IStore
{
    private readonly StoreIndex _index;
    private readonly StoreWriter _writer;
    private readonly StoreReaders _readers;
    private readonly WatchHub _hub;
    private readonly StoreUpkeep _upkeep;
    private readonly DataDirectoryLock _lock;
    private readonly TimeProvider _time;
    private readonly string _path;
    private int _disposed;

    private EmbeddedStore(EmbeddedStoreOptions options, DataDirectoryLock directoryLock, SqliteDatabase database, string path, StoreIndex index)
    {
        _lock = directoryLock;
        _path = path;
        _index = index;
        _time = options.TimeProvider;
        _readers = new StoreReaders(path);
        _hub = new WatchHub(index);
        _upkeep = new StoreUpkeep(options, path, index);
        _writer = new StoreWriter(database, path, index, _hub.Publish, _upkeep.Report);
        _upkeep.Start(_writer);
    }

    /// <inheritdoc />
    public long KnownRevision => _index.Revision;

    /// <inheritdoc />
    public long CompactedRevision => _index.Compacted;

    /// <inheritdoc />
    public StoreHealth Health => _upkeep.Health;

    /// <summary>Figures for metrics and benchmarks.</summary>
    public EmbeddedStoreStatistics Statistics => new(
        _index.Keys.Count,
        _index.History.Count,
        _writer.Commits,
        _writer.Operations,
        FileSize(_path),
        FileSize(_path + "-wal"));

    internal StoreWriter Writer => _writer;

    /// <summary>Opens the store, made new when there is none; checks the file first and refuses what it cannot trust.</summary>
    /// <exception cref="StoreOpenException">With the sentence to show the user.</exception>
    public static Task<EmbeddedStore> OpenAsync(EmbeddedStoreOptions options, CancellationToken cancellationToken = default)
        => Task.Run(() => Open(options), cancellationToken);

    /// <inheritdoc />
    public ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default) => new(_index.Revision);

    /// <inheritdoc />
    public ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = ReadRevision(revision);
            var record = _index.Keys.TryGetValue(key, out var node) ? node.At(at) : null;
            var value = record is null ? null : ReadValue(record.ModRevision);
            if (at >= _index.Compacted && (record is null || value is not null))
                return new(new GetResult(record is null ? null : new StoreEntry(key, value, record.CreateRevision, record.ModRevision), at));
            ThrowIfAsked(revision);
        }
    }

    /// <inheritdoc />
    public ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (Range(request, cancellationToken) is { } result)
                return new(result);
            ThrowIfAsked(request.Revision);
        }
    }

    /// <inheritdoc />
    public ValueTask<WriteResult> PutAsync(
        string key,
        ReadOnlyMemory<byte> value,
        long? expectedModRevision,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (key.Contains('\0'))
            throw new ArgumentException("A key must not contain U+0000.", nameof(key));
        var expiresAt = timeToLive is { } duration
            ? _time.GetUtcNow().ToUnixTimeMilliseconds() + ((long)Math.Ceiling(Math.Max(1, duration.TotalSeconds)) * 1000)
            : 0;
        return SubmitAsync(new PutOperation(key, value, expectedModRevision, expiresAt), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return SubmitAsync(new DeleteOperation(key, expectedModRevision), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default)
        => new(EmbeddedWatch.Start(request, _index, _readers, _hub));

    /// <inheritdoc />
    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default)
    {
        if (revision > _index.Revision)
            throw new FutureRevisionException(revision, _index.Revision);
        await _upkeep.CompactAsync(revision).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes the writes under way, ends the watches, moves the log into the file and lets go of the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _upkeep.DisposeAsync().ConfigureAwait(false);
        await Task.Run(_writer.Dispose).ConfigureAwait(false);
        _hub.Close();
        _readers.Dispose();
        _lock.Dispose();
    }

    private static EmbeddedStore Open(EmbeddedStoreOptions options)
    {
        var directoryLock = DataDirectoryLock.Take(options.DataDirectory);
        SqliteDatabase? database = null;
        try
        {
            var path = Path.Combine(Path.GetFullPath(options.DataDirectory), StoreFile.Name);
            database = StoreFile.OpenChecked(path);
            return new EmbeddedStore(options, directoryLock, database, path, IndexLoader.Load(database, path));
        }
        catch
        {
            database?.Dispose();
            directoryLock.Dispose();
            throw;
        }
    }

    private static long FileSize(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private ValueTask<WriteResult> SubmitAsync(WriteOperation<WriteResult> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _writer.Submit(operation);
        return new(operation.Task.IsCompleted ? operation.Task : operation.Task.WaitAsync(cancellationToken));
    }

    private long ReadRevision(long asked)
    {
        var current = _index.Revision;
        if (asked == 0)
            return current;
        if (asked > current)
            throw new FutureRevisionException(asked, current);
        return asked >= _index.Compacted ? asked : throw new CompactedException(asked, _index.Compacted);
    }

    // A read of the newest revision that compaction overtook is simply done again.
    private void ThrowIfAsked(long revision)
    {
        if (revision != 0)
            throw new CompactedException(revision, _index.Compacted);
    }

    private RangeResult? Range(RangeRequest request, CancellationToken cancellationToken)
    {
        var at = ReadRevision(request.Revision);
        var (records, remaining) = RangeScan.Find(_index.Keys, request, at);
        if (at < _index.Compacted)
            return null;
        var entries = new StoreEntry[records.Count];
        var reader = request.KeysOnly || entries.Length == 0 ? null : _readers.Take();
        try
        {
            for (var i = 0; i < entries.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (node, record) = records[i];
                var value = reader is null ? [] : reader.Value(record.ModRevision);
                if (value is null)
                    return at >= _index.Compacted ? throw LostRow(record.ModRevision) : null;
                entries[i] = new StoreEntry(node.Key, value, record.CreateRevision, record.ModRevision);
            }
        }
        catch (SqliteFaultException e)
        {
            reader!.Dispose();
            reader = null;
            throw _readers.Fault(e);
        }
        finally
        {
            if (reader is not null)
                _readers.Return(reader);
        }

        return new RangeResult(entries, at, remaining);
    }

    private byte[]? ReadValue(long revision)
    {
        var reader = _readers.Take();
        try
        {
            var value = reader.Value(revision);
            _readers.Return(reader);
            return value;
        }
        catch (SqliteFaultException e)
        {
            _readers.Return(reader, broken: true);
            throw _readers.Fault(e);
        }
    }

    private StoreUnavailableException LostRow(long revision)
        => new($"The store file {_path} has lost the row of revision {revision}; restore it from a snapshot.");
}
