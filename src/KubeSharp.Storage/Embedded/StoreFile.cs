using System.Globalization;
using KubeSharp.Storage.Sqlite;
using SQLitePCL;

namespace KubeSharp.Storage.Embedded;

/// <summary>The file of the embedded store: its form, and who is refused.</summary>
internal static class StoreFile
{
    /// <summary>The file's name in the data directory.</summary>
    public const string Name = "store.db";

    /// <summary>What a store is called that is about to take the place of the one that is there.</summary>
    public const string RestoredEnding = ".restored";

    private const string NewEnding = ".new";

    /// <summary>"KSHP": what tells our files from other SQLite files.</summary>
    private const long ApplicationId = 0x4B534850;

    /// <summary>The form of the tables. A program reads its own and older ones.</summary>
    private const long FormatVersion = 1;

    // The value stands last, so that reading the other columns does not touch its overflow pages. No second index: keys are indexed in memory.
    private static readonly string CreateTables = string.Create(CultureInfo.InvariantCulture, $"""
        BEGIN IMMEDIATE;
        CREATE TABLE entries(
          revision INTEGER PRIMARY KEY,
          key TEXT NOT NULL,
          created INTEGER NOT NULL,
          previous INTEGER NOT NULL,
          deleted INTEGER NOT NULL,
          expires INTEGER NOT NULL,
          value BLOB NOT NULL);
        CREATE TABLE store(id INTEGER PRIMARY KEY CHECK(id = 1), compacted INTEGER NOT NULL, probes INTEGER NOT NULL);
        INSERT INTO store VALUES(1, 0, 0);
        PRAGMA application_id={ApplicationId};
        PRAGMA user_version={FormatVersion};
        COMMIT;
        """);

    /// <summary>Opens the file, made new when there is none, and checks that it is ours, readable and whole.</summary>
    /// <exception cref="StoreOpenException">It is not.</exception>
    public static SqliteDatabase OpenChecked(string path)
    {
        if (!File.Exists(path) && File.Exists(path + "-wal") && new FileInfo(path + "-wal").Length > 0)
        {
            throw new StoreOpenException(
                $"The store file {path} is missing but its write-ahead log is there; restore {Name} from a snapshot, or move {Name}-wal away to start empty.");
        }

        if (!File.Exists(path) && File.Exists(path + RestoredEnding))
            throw new StoreOpenException($"A restore of {path} was cut off before its end; run it again.");
        SqliteDatabase? database = null;
        try
        {
            if (!File.Exists(path)) Create(path);
            database = SqliteDatabase.Open(path, create: false);
            Identify(database, path);
            Configure(database);
            Check(database, path);
            return database;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            database?.Dispose();
            throw new StoreOpenException($"The store file {path} cannot be opened ({e.Message}); check the disk and the permissions.", e);
        }
        catch (SqliteFaultException e)
        {
            database?.Dispose();
            throw Refusal(path, e);
        }
        catch (StoreOpenException)
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the writer's connection anew after a fault, without the long checks.</summary>
    public static SqliteDatabase OpenWriter(string path)
    {
        var database = SqliteDatabase.Open(path, create: false);
        try
        {
            Configure(database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens another connection, to read or to checkpoint.</summary>
    public static SqliteDatabase OpenReader(string path)
    {
        var database = SqliteDatabase.Open(path, create: false);
        try
        {
            database.Execute("PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA cache_size=-512; PRAGMA wal_autocheckpoint=0;");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The sentence for a file that turned out to be damaged.</summary>
    public static StoreOpenException Corrupt(string path, string finding, Exception? cause = null) => new(
        $"The store file {path} is damaged ({OneLine(finding)}); restore it from a snapshot, or move it away to start empty.", cause);

    // The check says in which of several databases; we have one.
    private static string OneLine(string finding) => finding.Replace("*** in database main ***", "", StringComparison.Ordinal).ReplaceLineEndings(" ").Trim();

    private static void Configure(SqliteDatabase database)
    {
        database.Execute("PRAGMA busy_timeout=5000; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA cache_size=-4096;");
        if (!string.Equals(database.QueryText("PRAGMA journal_mode=WAL"), "wal", StringComparison.OrdinalIgnoreCase))
            throw new SqliteFaultException(raw.SQLITE_IOERR, "the file system does not support a write-ahead log with shared memory");
        // Checkpoints run beside the writer, not inside its commits.
        database.Execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864;");
    }

    // Under another name until it is complete, so that a file of the right name is always a whole store.
    private static void Create(string path)
    {
        var unfinished = path + NewEnding;
        File.Delete(unfinished);
        File.Delete(unfinished + "-journal");
        using (var database = SqliteDatabase.Open(unfinished, create: true))
        {
            database.Execute("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA synchronous=FULL;");
            database.Execute(CreateTables);
        }

        File.Move(unfinished, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Whether a file is a store and of a form that is known. Changes nothing in it.</summary>
    /// <exception cref="StoreOpenException">It is not.</exception>
    /// <exception cref="SqliteFaultException">It cannot be read.</exception>
    public static void Identify(SqliteDatabase database, string path)
    {
        // We never leave an empty file behind: it had a content once.
        if (new FileInfo(path).Length == 0) throw Corrupt(path, "it is empty");
        var application = database.QueryInt64("PRAGMA application_id");
        var version = database.QueryInt64("PRAGMA user_version");
        if (application != ApplicationId)
            throw new StoreOpenException($"The file {path} is an SQLite database of another program; move it away, or choose another data directory.");
        if (version > FormatVersion)
        {
            throw new StoreOpenException(
                $"The store file {path} was written by a newer KubeSharp (format {version}, this one knows up to {FormatVersion}); run that version or a newer one.");
        }
    }

    private static void Check(SqliteDatabase database, string path)
    {
        var finding = database.QueryText("PRAGMA quick_check(1)");
        if (finding != "ok")
            throw Corrupt(path, finding);
    }

    /// <summary>The sentence for a file that cannot be opened.</summary>
    public static StoreOpenException Refusal(string path, SqliteFaultException e) => e.Code switch
    {
        raw.SQLITE_NOTADB => new StoreOpenException($"The file {path} is not a KubeSharp store; move it away, or choose another data directory.", e),
        raw.SQLITE_CORRUPT => Corrupt(path, e.Message, e),
        raw.SQLITE_FULL => new StoreOpenException($"There is no space left for the store file {path}; free some on its disk.", e),
        _ => new StoreOpenException($"The store file {path} cannot be opened ({e.Message}); check the disk and the permissions.", e),
    };
}
