namespace KubeSharp.Host;

/// <summary>
/// The programs of the distribution that a node runs, and the Debian packages that bring them. What is there is left alone.
/// </summary>
internal static class SystemPackages
{
    private static readonly string[] SearchPath = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    private static readonly (string Package, string[] Files)[] Needed =
    [
        ("containerd", ["containerd", "containerd-shim-runc-v2", "ctr"]),
        ("runc", ["runc"]),
        ("containernetworking-plugins", ["/usr/lib/cni/bridge", "/usr/lib/cni/host-local", "/usr/lib/cni/portmap", "/usr/lib/cni/loopback"]),
        ("iptables", ["iptables", "iptables-restore"]),
        ("nftables", ["nft"]),
        ("conntrack", ["conntrack"]),
        ("iproute2", ["ip"]),
        ("util-linux", ["nsenter", "setsid"]),
        ("mount", ["mount", "umount"]),
    ];

    /// <summary>Where the CNI plugins of the distribution lie.</summary>
    public const string CniPlugins = "/usr/lib/cni";

    /// <summary>Packages of which <paramref name="exists"/> does not know every file.</summary>
    public static IReadOnlyList<string> Missing(Func<string, bool> exists) =>
        [.. Needed.Where(n => !n.Files.All(f => Path.IsPathRooted(f) ? exists(f) : SearchPath.Any(d => exists(Path.Combine(d, f)))))
            .Select(n => n.Package)];

    /// <summary>Installs what is missing with apt-get; says which and why it failed in a <see cref="Cli.UserError"/>.</summary>
    public static async Task EnsureAsync(Action<string> progress, string logFile, CancellationToken cancellationToken)
    {
        var missing = Missing(File.Exists);
        if (missing.Count == 0)
            return;
        var names = string.Join(' ', missing);
        if (!SearchPath.Any(d => File.Exists(Path.Combine(d, "apt-get"))))
            throw new Cli.UserError($"this system lacks {names} and has no apt-get; install them with its own package manager and try again");

        progress($"installing {string.Join(", ", missing)}");
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        // The package lists of a fresh machine are empty; of an old one, stale. The first try spares the update where it can.
        if (await AptAsync(logFile, $"install -y --no-install-recommends {names}", cancellationToken) != 0)
        {
            await AptAsync(logFile, "update", cancellationToken);
            if (await AptAsync(logFile, $"install -y --no-install-recommends {names}", cancellationToken) != 0)
                throw new Cli.UserError($"apt-get could not install {names}; what it said is in {logFile}");
        }

        if (Missing(File.Exists) is { Count: > 0 } still)
            throw new Cli.UserError($"apt-get installed {names}, but files of {string.Join(", ", still)} are still missing; reinstall those packages");
    }

    private static async Task<int> AptAsync(string logFile, string arguments, CancellationToken cancellationToken) =>
        await ShellCommand.RunAsync($"DEBIAN_FRONTEND=noninteractive apt-get -q {arguments} >>'{logFile}' 2>&1 </dev/null", cancellationToken);
}
