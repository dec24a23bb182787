using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>Mounts of this machine, by system call and /proc.</summary>
internal static partial class MountPoints
{
    private const int NoSuid = 2;
    private const int NoDevices = 4;
    private const int Bind = 4096;
    private const int Detach = 2;

    /// <summary>Mounts a tmpfs of at most <paramref name="sizeBytes"/> (unlimited when null).</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void MountTmpfs(string folder, long? sizeBytes) =>
        Check(Mount("tmpfs", folder, "tmpfs", NoSuid | NoDevices, sizeBytes is { } size ? $"size={size}" : ""), $"mounting a tmpfs at {folder}");

    /// <summary>Makes a file or folder visible at another place, which must exist.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void BindMount(string source, string target) => Check(Mount(source, target, "", Bind, ""), $"mounting {source} at {target}");

    /// <summary>True when something is mounted exactly there.</summary>
    public static bool IsMountPoint(string folder) => Below(folder).Contains(folder);

    /// <summary>Undoes every mount at or below <paramref name="folder"/>, the innermost first; one in use goes when it no longer is.</summary>
    public static void UnmountBelow(string folder)
    {
        foreach (var point in Below(folder))
            Check(Unmount(point, Detach), $"unmounting {point}");
    }

    private static List<string> Below(string folder)
    {
        var prefix = folder.TrimEnd('/') + "/";
        // The fifth field of a line is the mount point, with blanks as octal escapes.
        return
        [
            .. File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')[4].Replace(@"\040", " "))
                .Where(point => point == folder || point.StartsWith(prefix, StringComparison.Ordinal))
                .OrderByDescending(point => point.Length),
        ];
    }

    private static void Check(int result, string what)
    {
        if (result != 0)
            throw new IOException($"{what} failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Unmount(string target, int flags);
}
