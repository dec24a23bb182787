using KubeSharp.Kubelet.Linux;

namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>Gives the files of a volume to the pod's fsGroup.</summary>
internal static class FileOwnership
{
    private const uint KeepOwner = uint.MaxValue;

    /// <summary>Changes the owning group of one path, and the owning user when given.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    public static void SetGroup(string path, long group, long? user = null)
    {
        if (Libc.ChangeOwner(path, user is { } uid ? (uint)uid : KeepOwner, (uint)group) != 0)
            throw new IOException($"giving {path} to group {group} failed: {Libc.LastError}");
    }

    /// <summary>
    /// Gives a tree to a group: readable and writable by it, folders with the set-group-id bit so that new files belong to it
    /// too. With <paramref name="onRootMismatch"/> a tree whose root already belongs is left alone
    /// (https://kubernetes.io/docs/tasks/configure-pod-container/security-context/, fsGroupChangePolicy).
    /// </summary>
    public static void GiveTree(string root, long group, bool onRootMismatch)
    {
        if (onRootMismatch && (File.GetUnixFileMode(root) & UnixFileMode.SetGroup) != 0 && FileStat.Of(root)?.Group == group)
            return;
        foreach (var path in Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        }))
        {
            Give(path, group);
        }

        // The root last: its mark says that all the rest is done.
        Give(root, group);
    }

    private static void Give(string path, long group)
    {
        SetGroup(path, group);
        var mode = File.GetUnixFileMode(path) | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        if (Directory.Exists(path))
            mode |= UnixFileMode.GroupExecute | UnixFileMode.SetGroup;
        File.SetUnixFileMode(path, mode);
    }
}
