using System.Globalization;

namespace KubeSharp.Kubelet.Node;

/// <summary>The machine's memory.</summary>
/// <param name="Total">Bytes.</param>
/// <param name="Available">Bytes that can be had without swapping.</param>
internal readonly record struct MemoryState(long Total, long Available)
{
    public static MemoryState Read()
    {
        long total = 0, available = 0;
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal))
            {
                total = Kilobytes(line);
            }
            else if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            {
                available = Kilobytes(line);
                break;
            }
        }

        return new MemoryState(total, available);
    }

    private static long Kilobytes(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[1], NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
    }
}
