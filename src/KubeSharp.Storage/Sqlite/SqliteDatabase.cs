using SQLitePCL;

namespace KubeSharp.Storage.Sqlite;

/// <summary>
/// One connection to an SQLite file, for one thread at a time. It speaks to the library that Microsoft.Data.Sqlite brings without the ADO.NET layer in
/// between: rows bind and read as spans, which saves two copies and half of the time of an insert.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    // SQLITE_DBSTATUS_CACHE_WRITE
    private const int CacheWrites = 9;
    private readonly sqlite3 _handle;

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SqliteFaultException">It cannot be opened.</exception>
    public static SqliteDatabase Open(string path, bool create)
    {
        Batteries_V2.Init();
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var message = raw.sqlite3_errstr(code).utf8_to_string();
            handle?.Dispose();
            throw new SqliteFaultException(code, message);
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        return new SqliteDatabase(handle);
    }

    /// <summary>Runs statements that return nothing of interest.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
            throw Fault(code);
    }

    /// <summary>Prepares a statement that is used many times.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        return code == raw.SQLITE_OK ? new SqliteStatement(this, statement) : throw Fault(code);
    }

    /// <summary>The first column of the first row as a number; 0 when there is no row.</summary>
    public long QueryInt64(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>The first column of the first row as text; empty when there is no row.</summary>
    public string QueryText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>Ends an open transaction without its changes, if there is one.</summary>
    public void Rollback()
    {
        if (InTransaction)
            _ = raw.sqlite3_exec(_handle, "ROLLBACK");
    }

    /// <summary>Copies frames from the write-ahead log into the file.</summary>
    /// <returns>How many frames the log held and how many of them are in the file now.</returns>
    public (int Frames, int Copied) Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, null!, mode, out var frames, out var copied);
        return code is raw.SQLITE_OK or raw.SQLITE_BUSY ? (frames, copied) : throw Fault(code);
    }

    /// <summary>How many pages this connection has written since this was last asked.</summary>
    public int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(_handle, CacheWrites, out var pages, out _, 1);
        return pages;
    }

    /// <summary>What went wrong, in SQLite's words.</summary>
    public SqliteFaultException Fault(int code)
    {
        var extended = raw.sqlite3_extended_errcode(_handle);
        var message = raw.sqlite3_errmsg(_handle).utf8_to_string();
        return new SqliteFaultException((extended & 0xff) == (code & 0xff) ? extended : code, message);
    }

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();
}
