using System.Diagnostics;

namespace KubeSharp.Benchmarks.Measuring;

/// <summary>What this process holds.</summary>
internal static class OwnMemory
{
    public static string Describe()
    {
        using var process = Process.GetCurrentProcess();
        var files = Directory.Exists("/proc/self/fd") ? $", {Directory.GetFiles("/proc/self/fd").Length} open files" : "";
        return $"resident {process.WorkingSet64 >> 20} MiB (peak {process.PeakWorkingSet64 >> 20}), managed heap {GC.GetTotalMemory(false) >> 20} MiB{files}";
    }
}
