using KubeSharp.Kubelet.Linux;

namespace KubeSharp.Kubelet.Volumes.Common;

/// <summary>Mounts of this machine, by system call and /proc.</summary>
internal static class MountPoints
{
    /// <summary>Mounts a tmpfs of at most <paramref name="sizeBytes"/> (unlimited when null).</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void MountTmpfs(string folder, long? sizeBytes) =>
        Check(Libc.Mount("tmpfs", folder, "tmpfs", Libc.MountNoSuid | Libc.MountNoDev, sizeBytes is { } size ? $"size={size}" : ""), $"mounting a tmpfs at {folder}");

    /// <summary>Makes a file or folder visible at another place, which must exist.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void BindMount(string source, string target) => Check(Libc.Mount(source, target, null, Libc.MountBind, null), $"mounting {source} at {target}");

    /// <summary>True when something is mounted exactly there.</summary>
    public static bool IsMountPoint(string folder) => Below(folder).Contains(folder);

    /// <summary>Undoes every mount at or below <paramref name="folder"/>, the innermost first; one in use goes when it no longer is.</summary>
    public static void UnmountBelow(string folder)
    {
        foreach (var point in Below(folder))
            Check(Libc.Unmount(point, Libc.UnmountDetach), $"unmounting {point}");
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
            throw new IOException($"{what} failed: {Libc.LastError}");
    }
}
