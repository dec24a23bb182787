namespace KubeSharp.Benchmarks.Measuring;

/// <summary>What else the machine does: a figure without it says little.</summary>
internal static class MachineLoad
{
    /// <summary>The load averages, and how many processors there are for them.</summary>
    public static string Describe() =>
        File.Exists("/proc/loadavg")
            ? $"{Environment.ProcessorCount} processors, load {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3])}"
            : $"{Environment.ProcessorCount} processors";
}
