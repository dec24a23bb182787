namespace KubeSharp.Host;

/// <summary>
/// What must hold before a node starts, as sentences that name the exact limit and the exact fix. Pure: the facts come from
/// <see cref="MachineFacts"/>.
/// </summary>
internal static class Preflight
{
    /// <summary>Below this a store, an image and a log file do not fit together.</summary>
    internal const long MinimumFreeBytes = 256L << 20;

    private static readonly string[] RequiredControllers = ["cpu", "memory", "pids", "cpuset"];

    /// <summary>The reasons why this machine cannot run a node; empty when it can.</summary>
    public static IReadOnlyList<string> Check(MachineFacts facts)
    {
        List<string> problems = [];
        if (!facts.IsRoot)
            problems.Add("a node needs root, for containers and network rules; run it again as root (sudo ./kubesharp up)");
        if (facts.FreeBytes < MinimumFreeBytes)
            problems.Add($"{facts.DataDir} has {facts.FreeBytes >> 20} MiB of free space and a node needs at least " +
                $"{MinimumFreeBytes >> 20}; free some, or choose another place with --data-dir");
        foreach (var (port, purpose, holder) in facts.PortsInUse)
            problems.Add($"port {port} ({purpose}) is in use by {holder}; stop it, or choose another port");
        var missing = RequiredControllers.Where(c => !facts.CgroupControllers.Contains(c)).ToArray();
        if (missing.Length > 0)
            problems.Add($"the cgroup controllers {string.Join(", ", missing)} are not available under /sys/fs/cgroup; " +
                "enable them on the kernel command line (cgroup_enable=memory) or mount them");
        if (facts.InotifyInstances is > 0 and < 128)
            problems.Add($"fs.inotify.max_user_instances is {facts.InotifyInstances} and too low for a node; " +
                "run: sysctl -w fs.inotify.max_user_instances=512");
        return problems;
    }
}
