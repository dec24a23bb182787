using System.Globalization;

namespace KubeSharp.Kubelet.Linux;

/// <summary>The effective capabilities of this process.</summary>
internal static class ProcessCapabilities
{
    /// <summary>CAP_SYS_RESOURCE: among others, to lower a process's oom_score_adj.</summary>
    public const int SysResource = 24;

    public static bool Has(int capability)
    {
        const string key = "CapEff:";
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith(key, StringComparison.Ordinal))
            {
                var set = ulong.Parse(line.AsSpan(key.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                return (set & (1UL << capability)) != 0;
            }
        }

        return false;
    }
}
