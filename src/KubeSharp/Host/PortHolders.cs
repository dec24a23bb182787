using System.Globalization;

namespace KubeSharp.Host;

/// <summary>Finds who listens on a TCP port in this network namespace, from /proc.</summary>
internal static class PortHolders
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["/proc/self/net/tcp", "/proc/self/net/tcp6"];

    /// <summary>The ports of <paramref name="ports"/> that are taken, each with a name for the process that has it.</summary>
    public static IEnumerable<(int Port, string Purpose, string Holder)> Find(IReadOnlyList<(int Port, string Purpose)> ports)
    {
        var listeners = Listeners();
        foreach (var (port, purpose) in ports)
        {
            if (listeners.TryGetValue(port, out var inode))
                yield return (port, purpose, Holder(inode));
        }
    }

    /// <summary>Listening port to socket inode, of the files /proc/net/tcp and tcp6.</summary>
    internal static Dictionary<int, string> Parse(IEnumerable<string> lines)
    {
        Dictionary<int, string> found = [];
        foreach (var line in lines)
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10 || fields[3] != Listening)
                continue;
            var colon = fields[1].LastIndexOf(':');
            found[int.Parse(fields[1].AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)] = fields[9];
        }

        return found;
    }

    private static Dictionary<int, string> Listeners() => Parse(Tables.Where(File.Exists).SelectMany(File.ReadLines));

    private static string Holder(string inode)
    {
        var wanted = $"socket:[{inode}]";
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), out var pid))
                continue;
            try
            {
                foreach (var fd in Directory.EnumerateFiles(Path.Combine(process, "fd")))
                {
                    if (new FileInfo(fd).LinkTarget == wanted)
                        return $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {pid})";
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process ended while we looked, or belongs to somebody else: not one we can name.
            }
        }

        return "another process";
    }
}
