using System.Globalization;
using KubeSharp.Kubelet.Linux;

namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>
/// Writes a set of files so that a reader sees the old set or the new one and never a mixture: the files lie in a folder named by
/// time, <c>..data</c> is a symbolic link to it that is replaced in one step, and the visible names link through <c>..data</c>.
/// The layout is upstream's, which programs in containers watch for.
/// </summary>
internal static class AtomicWriter
{
    private const string Current = "..data";
    private const string Next = "..data_tmp";
    private const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
    private const UnixFileMode GroupReadable = UnixFileMode.UserRead | UnixFileMode.GroupRead;

    /// <summary>Makes <paramref name="folder"/> hold exactly <paramref name="files"/>; writes nothing when it does already.</summary>
    /// <param name="folder">The volume's folder, which exists.</param>
    /// <param name="files">Relative path to content.</param>
    /// <param name="group">The pod's fsGroup, which may read everything then.</param>
    /// <param name="now">Names the new folder.</param>
    /// <exception cref="VolumeException">A path leads out of the volume.</exception>
    public static void Write(string folder, IReadOnlyDictionary<string, FileEntry> files, long? group, DateTimeOffset now)
    {
        foreach (var path in files.Keys)
            Validate(path);
        var link = Path.Combine(folder, Current);
        var old = new FileInfo(link).LinkTarget;
        if (old is not null && IsSame(Path.Combine(folder, old), files))
        {
            LinkVisibleNames(folder, files.Keys);
            return;
        }

        var name = ".." + now.ToString("yyyy_MM_dd_HH_mm_ss.fffffff", CultureInfo.InvariantCulture);
        var target = Path.Combine(folder, name);
        CreateFolder(target, group);
        foreach (var (path, file) in files)
            WriteFile(target, path, file, group);

        var next = Path.Combine(folder, Next);
        File.Delete(next);
        File.CreateSymbolicLink(next, name);
        if (Libc.Rename(next, link) != 0)
            throw new IOException($"replacing {link} failed: {Libc.LastError}");
        LinkVisibleNames(folder, files.Keys);
        if (old is not null && old != name && Directory.Exists(Path.Combine(folder, old)))
            Directory.Delete(Path.Combine(folder, old), recursive: true);
    }

    private static void Validate(string path)
    {
        if (path.Length == 0 || Path.IsPathRooted(path) || path.Split('/').Contains("..") || path.StartsWith("..", StringComparison.Ordinal))
            throw new VolumeException($"invalid path \"{path}\"");
    }

    private static bool IsSame(string folder, IReadOnlyDictionary<string, FileEntry> files)
    {
        if (!Directory.Exists(folder))
            return false;
        var present = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList();
        return present.Count == files.Count
            && present.TrueForAll(path => files.TryGetValue(Path.GetRelativePath(folder, path), out var file)
                && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Data.Span));
    }

    private static void WriteFile(string root, string path, FileEntry file, long? group)
    {
        var full = Path.Combine(root, path);
        CreateMissing(Path.GetDirectoryName(full)!, group);
        var mode = (UnixFileMode)file.Mode;
        using (var handle = File.OpenHandle(full, FileMode.Create, FileAccess.Write))
            RandomAccess.Write(handle, file.Data.Span, 0);
        if (group is { } gid)
        {
            FileOwnership.SetGroup(full, gid, file.User);
            mode |= GroupReadable;
        }
        else if (file.User is { } uid)
        {
            FileOwnership.SetGroup(full, 0, uid);
        }

        File.SetUnixFileMode(full, mode);
    }

    private static void CreateMissing(string folder, long? group)
    {
        if (Directory.Exists(folder))
            return;
        CreateMissing(Path.GetDirectoryName(folder)!, group);
        CreateFolder(folder, group);
    }

    private static void CreateFolder(string folder, long? group)
    {
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Everybody | (group is null ? 0 : UnixFileMode.SetGroup));
        if (group is { } gid)
        {
            FileOwnership.SetGroup(folder, gid);
            // A change of owner clears the bit.
            File.SetUnixFileMode(folder, Everybody | UnixFileMode.SetGroup);
        }
    }

    private static void LinkVisibleNames(string folder, IEnumerable<string> paths)
    {
        var wanted = paths.Select(p => p.Split('/')[0]).ToHashSet();
        foreach (var name in wanted)
        {
            var visible = Path.Combine(folder, name);
            if (new FileInfo(visible).LinkTarget is null)
                File.CreateSymbolicLink(visible, Path.Combine(Current, name));
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var name = Path.GetFileName(entry);
            if (!name.StartsWith("..", StringComparison.Ordinal) && !wanted.Contains(name))
                File.Delete(entry);
        }
    }
}
