using System.Globalization;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Sqlite;

namespace KubeSharp.Storage.Snapshots;

/// <summary>
/// Saves, lists and restores copies of an embedded store. Saving reads the file beside the process that writes it, at one instant and without holding it up;
/// it works from another process too.
/// </summary>
public static class StoreSnapshots
{
    /// <summary>
    /// How far the revision moves on when a snapshot is restored: past everything that clients can have seen of the time between, so that they begin anew.
    /// </summary>
    public const long RevisionBump = 1_000_000_000;

    private const string Ending = ".db";
    private const string Unfinished = ".unfinished";
    private static readonly string[] Endings = ["", "-wal", "-shm"];

    /// <summary>The name that a snapshot gets when none is given: the time, so that names sort by age.</summary>
    public static string DefaultName(DateTimeOffset now) => "snapshot-" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Saves the store of a data directory. The file is complete and durable under its name, or not there.</summary>
    /// <param name="dataDirectory">The store's directory; a process may be using it.</param>
    /// <param name="directory">Where the snapshot goes; made when it is not there.</param>
    /// <param name="name">Its name, without an ending.</param>
    /// <exception cref="StoreOpenException">There is no store, or it cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">The snapshot cannot be written: no space, or one of this name is there.</exception>
    public static SnapshotInfo Save(string dataDirectory, string directory, string name)
    {
        var source = Path.Combine(dataDirectory, StoreFile.Name);
        if (!File.Exists(source)) throw new StoreOpenException($"There is no store at {dataDirectory}; nothing was saved.");
        var target = Path.Combine(directory, name + Ending);
        try
        {
            PrivateDirectory.Make(directory);
            using var alone = OneAtATime(directory);
            if (File.Exists(target)) throw new StoreUnavailableException($"There is a snapshot {target} already; choose another name.");
            // Left by somebody who was killed: nobody else is at work here.
            foreach (var left in Directory.EnumerateFiles(directory, "*" + Unfinished + "*")) File.Delete(left);
            Copy(source, target + Unfinished);
            File.Move(target + Unfinished, target);
            DirectorySync.Flush(directory);
            return Info(target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The snapshot {target} could not be written ({e.Message}); check the disk's free space and permissions.", false, e);
        }
    }

    /// <summary>The snapshots in a directory, oldest first.</summary>
    public static IReadOnlyList<SnapshotInfo> List(string directory) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*" + Ending).Select(Info).OrderBy(one => one.Taken).ThenBy(one => one.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Deletes the oldest of those that were named by time, so that so many stay. Others are never touched.</summary>
    /// <returns>What was deleted.</returns>
    public static IReadOnlyList<SnapshotInfo> Retain(string directory, int count)
    {
        List<SnapshotInfo> excess = [.. List(directory).Where(one => one.Name.StartsWith("snapshot-", StringComparison.Ordinal)).SkipLast(count)];
        foreach (var one in excess) File.Delete(one.Path);
        return excess;
    }

    /// <summary>
    /// Puts a snapshot in the place of a data directory's store. What was there stays beside it, renamed. Revisions go on far beyond those of the snapshot,
    /// and everything before counts as compacted: who remembers a revision of the time that is undone is told that it is too old, and reads anew.
    /// </summary>
    /// <param name="snapshot">The snapshot's file.</param>
    /// <param name="dataDirectory">The store's directory; no process may be using it.</param>
    /// <param name="now">The time, for the name of what was there.</param>
    /// <param name="bump">How far the revision moves on; more than were ever used after the snapshot was taken.</param>
    /// <returns>The file that the former store was moved to (null when there was none), and the first revision that counts.</returns>
    /// <exception cref="StoreOpenException">The snapshot is damaged or no snapshot, or the directory is in use.</exception>
    public static (string? Former, long Revision) Restore(string snapshot, string dataDirectory, DateTimeOffset now, long bump = RevisionBump)
    {
        if (!File.Exists(snapshot)) throw new StoreOpenException($"There is no snapshot {snapshot}.");
        using var held = DataDirectoryLock.Take(dataDirectory);
        var target = Path.Combine(dataDirectory, StoreFile.Name);
        var restored = target + StoreFile.RestoredEnding;
        long revision;
        try
        {
            DeleteStore(restored);
            File.Copy(snapshot, restored);
            revision = MoveFileOn(restored, bump, Reached(target, bump));
        }
        catch (Exception e) when (e is SqliteFaultException or IOException or UnauthorizedAccessException or StoreOpenException)
        {
            DeleteStore(restored);
            throw new StoreOpenException($"The snapshot {snapshot} could not be restored ({e.Message.TrimEnd('.')}); the store is as it was.", e);
        }

        return (Replace(target, restored, now), revision);
    }

    /// <summary>Makes a data directory's store, new or not, go on above a revision, with everything before it compacted.</summary>
    /// <param name="dataDirectory">The store's directory; no process may be using it.</param>
    /// <param name="floor">The highest revision that anybody has seen.</param>
    /// <exception cref="StoreOpenException">It is damaged or no store, or in use.</exception>
    public static void MoveOn(string dataDirectory, long floor)
    {
        using var held = DataDirectoryLock.Take(dataDirectory);
        MoveFileOn(Path.Combine(dataDirectory, StoreFile.Name), 1, floor);
    }

    // The revision that the store to be replaced has reached: a snapshot may be restored twice. One that is too damaged to tell was itself restored at most
    // as often as there are former stores beside it.
    private static long Reached(string target, long bump)
    {
        try
        {
            if (!File.Exists(target)) return 0;
            using var database = StoreFile.OpenReader(target);
            return database.QueryInt64("SELECT max((SELECT compacted FROM store), (SELECT coalesce(max(revision), 1) FROM entries))");
        }
        catch (SqliteFaultException)
        {
            var former = Directory.EnumerateFiles(Path.GetDirectoryName(target)!, StoreFile.Name + ".before-*").Count(file => !file.EndsWith("-wal", StringComparison.Ordinal));
            return former * 2 * bump;
        }
    }

    private static void Copy(string source, string unfinished)
    {
        try
        {
            using (var database = StoreFile.OpenReader(source))
            {
                StoreFile.Identify(database, source);
                database.Execute($"VACUUM INTO '{unfinished.Replace("'", "''", StringComparison.Ordinal)}'");
            }

            using (var copy = SqliteDatabase.Open(unfinished, create: false))
            {
                if (copy.QueryText("PRAGMA quick_check(1)") is not "ok" and var finding) throw StoreFile.Corrupt(source, finding);
            }

            using var file = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
        }
        catch (SqliteFaultException e)
        {
            File.Delete(unfinished);
            // What cannot be read is the store's fault, all else the new file's.
            throw e.IsCorruption ? StoreFile.Refusal(source, e) : new IOException(e.Message, e);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    // First what was there goes, its main file before the rest: a start in between finds no store and is refused, and the next restore finishes the work.
    private static string? Replace(string target, string restored, DateTimeOffset now)
    {
        try
        {
            string? former = null;
            foreach (var ending in Endings)
            {
                if (!File.Exists(target + ending)) continue;
                former ??= FreeName($"{target}.before-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
                File.Move(target + ending, former + ending);
            }

            File.Move(restored, target, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(target)!);
            return former;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"The restored store could not be put in its place ({e.Message}); check the folder's permissions and run the restore again.", e);
        }
    }

    private static string FreeName(string wanted)
    {
        var name = wanted;
        for (var i = 2; Endings.Any(ending => File.Exists(name + ending)); i++) name = $"{wanted}-{i}";
        return name;
    }

    private static void DeleteStore(string file)
    {
        foreach (var ending in Endings) File.Delete(file + ending);
    }

    private static long MoveFileOn(string file, long by, long floor)
    {
        if (!File.Exists(file)) throw new StoreOpenException($"There is no store {file}.");
        using var database = StoreFile.OpenChecked(file);
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"UPDATE store SET compacted = max(compacted, {floor}, (SELECT coalesce(max(revision), 1) FROM entries)) + {by}; PRAGMA wal_checkpoint(TRUNCATE);"));
        return database.QueryInt64("SELECT compacted FROM store");
    }

    // The kernel lets go of it when a process ends, however it ends.
    private static FileStream OneAtATime(string directory) =>
        new(Path.Combine(directory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);

    private static SnapshotInfo Info(string path)
    {
        var file = new FileInfo(path);
        return new SnapshotInfo(path, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), file.Length);
    }
}
