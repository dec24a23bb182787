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
        var unfinished = target + ".unfinished";
        try
        {
            Directory.CreateDirectory(directory);
            if (File.Exists(target)) throw new StoreUnavailableException($"There is a snapshot {target} already; choose another name.");
            File.Delete(unfinished);
            using (var database = StoreFile.OpenReader(source)) database.Execute($"VACUUM INTO '{unfinished.Replace("'", "''", StringComparison.Ordinal)}'");
            using (var file = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
            File.Move(unfinished, target);
            return Info(target);
        }
        catch (Exception e) when (e is SqliteFaultException or IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
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
    /// and everything before counts as compacted.
    /// </summary>
    /// <param name="snapshot">The snapshot's file.</param>
    /// <param name="dataDirectory">The store's directory; no process may be using it.</param>
    /// <param name="now">The time, for the name of what was there.</param>
    /// <returns>The file that the former store was moved to; null when there was none.</returns>
    /// <exception cref="StoreOpenException">The snapshot is damaged or no snapshot, or the directory is in use.</exception>
    public static string? Restore(string snapshot, string dataDirectory, DateTimeOffset now)
    {
        if (!File.Exists(snapshot)) throw new StoreOpenException($"There is no snapshot {snapshot}.");
        using var held = DataDirectoryLock.Take(dataDirectory);
        var target = Path.Combine(dataDirectory, StoreFile.Name);
        var unfinished = target + ".restored";
        try
        {
            foreach (var ending in new[] { "", "-wal", "-shm" }) File.Delete(unfinished + ending);
            File.Copy(snapshot, unfinished);
            MoveFileOn(unfinished);
            var former = File.Exists(target) ? $"{target}.before-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}" : null;
            foreach (var ending in new[] { "-wal", "-shm", "" })
            {
                if (former is not null && File.Exists(target + ending)) File.Move(target + ending, former + ending);
            }

            File.Move(unfinished, target);
            return former;
        }
        catch (Exception e) when (e is SqliteFaultException or IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"The snapshot {snapshot} could not be restored ({e.Message}); the store is as it was.", e);
        }
    }

    /// <summary>Moves the revision of a data directory's store past everything that was ever seen of it.</summary>
    /// <param name="dataDirectory">The store's directory; no process may be using it.</param>
    /// <exception cref="StoreOpenException">It is damaged or no store, or in use.</exception>
    public static void MoveOn(string dataDirectory)
    {
        using var held = DataDirectoryLock.Take(dataDirectory);
        MoveFileOn(Path.Combine(dataDirectory, StoreFile.Name));
    }

    private static void MoveFileOn(string file)
    {
        using var database = StoreFile.OpenChecked(file);
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"UPDATE store SET compacted = max(compacted, (SELECT coalesce(max(revision), 1) FROM entries)) + {RevisionBump}; PRAGMA wal_checkpoint(TRUNCATE);"));
    }

    private static SnapshotInfo Info(string path)
    {
        var file = new FileInfo(path);
        return new SnapshotInfo(path, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero), file.Length);
    }
}
