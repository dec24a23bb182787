namespace KubeSharp.Host;

/// <summary>What the preflight looks at, read once.</summary>
internal sealed record MachineFacts
{
    public required bool IsRoot { get; init; }

    public required string DataDir { get; init; }

    /// <summary>Bytes that a file under <see cref="DataDir"/> can still take.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>Ports this cluster wants that somebody else listens on.</summary>
    public required IReadOnlyList<(int Port, string Purpose, string Holder)> PortsInUse { get; init; }

    /// <summary>Names of the cgroup controllers, of version 1 and 2 alike.</summary>
    public required IReadOnlySet<string> CgroupControllers { get; init; }

    /// <summary>0 when unknown.</summary>
    public required int InotifyInstances { get; init; }

    public static MachineFacts Read(string dataDir, IReadOnlyList<(int Port, string Purpose)> ports)
    {
        var existing = dataDir;
        while (!Directory.Exists(existing))
            existing = Path.GetDirectoryName(existing) ?? "/";
        return new MachineFacts
        {
            IsRoot = Environment.IsPrivilegedProcess,
            DataDir = dataDir,
            FreeBytes = new DriveInfo(existing).AvailableFreeSpace,
            PortsInUse = [.. PortHolders.Find(ports)],
            CgroupControllers = ReadControllers(),
            InotifyInstances = ReadInt("/proc/sys/fs/inotify/max_user_instances"),
        };
    }

    private static HashSet<string> ReadControllers()
    {
        HashSet<string> names = [];
        if (Directory.Exists("/sys/fs/cgroup"))
        {
            foreach (var dir in Directory.EnumerateDirectories("/sys/fs/cgroup"))
                names.UnionWith(Path.GetFileName(dir).Split(','));
        }

        if (File.Exists("/sys/fs/cgroup/cgroup.controllers"))
            names.UnionWith(File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return names;
    }

    private static int ReadInt(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path).Trim(), out var value) ? value : 0;
}
