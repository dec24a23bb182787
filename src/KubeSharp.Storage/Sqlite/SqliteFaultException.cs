namespace KubeSharp.Storage.Sqlite;

/// <summary>SQLite refused or failed.</summary>
/// <param name="code">The extended result code.</param>
/// <param name="message">SQLite's own words.</param>
internal sealed class SqliteFaultException(int code, string message) : Exception(message)
{
    /// <summary>The extended result code.</summary>
    public int ExtendedCode { get; } = code;

    /// <summary>The primary result code, for example SQLITE_FULL.</summary>
    public int Code => ExtendedCode & 0xff;

    /// <summary>Whether the file itself cannot be trusted any more.</summary>
    public bool IsCorruption => Code is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB;
}
