using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>Gives the files of a volume to the pod's fsGroup.</summary>
internal static partial class FileOwnership
{
    private const uint KeepOwner = uint.MaxValue;

    /// <summary>Changes the owning group of one path, and the owning user when given.</summary>
    /// <exception cref="IOException">The file system refused.</exception>
    public static void SetGroup(string path, long group, long? user = null)
    {
        if (ChangeOwner(path, user is { } uid ? (uint)uid : KeepOwner, (uint)group) != 0)
            throw new IOException($"giving {path} to group {group} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>
    /// Gives a tree to a group: readable and writable by it, folders with the set-group-id bit so that new files belong to it
    /// too. With <paramref name="onRootMismatch"/> a tree whose root already belongs is left alone
    /// (https://kubernetes.io/docs/tasks/configure-pod-container/security-context/, fsGroupChangePolicy).
    /// </summary>
    public static void GiveTree(string root, long group, bool onRootMismatch)
    {
        if (onRootMismatch && (File.GetUnixFileMode(root) & UnixFileMode.SetGroup) != 0 && GroupOf(root) == group)
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

    // struct statx: mask 4, block size 4, attributes 8, links 4, user 4, group 4, … (linux/stat.h); .NET offers no owner of a file.
    private static long GroupOf(string path)
    {
        Span<byte> buffer = stackalloc byte[256];
        return StatX(-100, path, 0, 0x10, ref MemoryMarshal.GetReference(buffer)) == 0 ? MemoryMarshal.Read<uint>(buffer[24..]) : -1;
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte buffer);
}
