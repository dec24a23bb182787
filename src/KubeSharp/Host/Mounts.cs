using System.Runtime.InteropServices;

namespace KubeSharp.Host;

/// <summary>Finds and undoes mounts below a folder.</summary>
internal static partial class Mounts
{
    private const int Detach = 2;

    /// <summary>Mount points at or below <paramref name="folder"/>, the innermost first, from the text of /proc/self/mountinfo.</summary>
    public static IReadOnlyList<string> Below(string folder, IEnumerable<string> mountInfo)
    {
        var prefix = folder.TrimEnd('/') + "/";
        return
        [
            .. mountInfo.Select(line => Unescape(line.Split(' ')[4]))
                .Where(point => point == folder || point.StartsWith(prefix, StringComparison.Ordinal))
                .OrderByDescending(point => point.Length),
        ];
    }

    /// <summary>Unmounts everything at or below <paramref name="folder"/>, lazily where something still holds it.</summary>
    public static void UnmountBelow(string folder)
    {
        foreach (var point in Below(folder, File.ReadLines("/proc/self/mountinfo")))
        {
            if (Unmount(point, 0) != 0)
                _ = Unmount(point, Detach);
        }
    }

    // mountinfo writes space, tab, newline and backslash as three octal digits.
    private static string Unescape(string field) => field.Contains('\\')
        ? field.Replace(@"\040", " ").Replace(@"\011", "\t").Replace(@"\012", "\n").Replace(@"\134", @"\")
        : field;

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Unmount(string target, int flags);
}
