namespace KubeSharp.Kubelet.Containerd;

/// <summary>Where a supervised containerd keeps its files and how it is set up. Two on one machine need two of everything.</summary>
public sealed record ContainerdOptions
{
    /// <summary>Directory for persistent data: images, snapshots, metadata.</summary>
    public required string Root { get; init; }

    /// <summary>Directory for what does not outlive a reboot. Keep it short: shims put unix sockets under it.</summary>
    public required string State { get; init; }

    /// <summary>The unix socket to serve on.</summary>
    public required string Socket { get; init; }

    /// <summary>The configuration file to write.</summary>
    public required string ConfigFile { get; init; }

    /// <summary>Where the daemon's output goes; rotated by size at each start.</summary>
    public required string LogFile { get; init; }

    /// <summary>The program to run; looked up in PATH when it has no slash.</summary>
    public string Executable { get; init; } = "containerd";

    /// <summary>The image every pod sandbox runs.</summary>
    public string SandboxImage { get; init; } = Images.PauseImage.Name;

    /// <summary>Where CNI plugins are.</summary>
    public string CniBinDirectory { get; init; } = "/usr/lib/cni";

    /// <summary>Where CNI configurations are looked for.</summary>
    public string CniConfigDirectory { get; init; } = "/etc/cni/net.d";

    /// <summary>Host configuration of registries (hosts.toml), or null for none.</summary>
    public string? RegistryConfigDirectory { get; init; }

    /// <summary>Use the systemd cgroup driver rather than cgroupfs.</summary>
    public bool SystemdCgroup { get; init; }

    /// <summary>
    /// Never ask for an oom_score_adj below the daemon's own. Needed where CAP_SYS_RESOURCE is missing (in many containers and
    /// sandboxes): runc would fail to start anything.
    /// </summary>
    public bool RestrictOomScoreAdjustment { get; init; } =
        !Linux.ProcessCapabilities.Has(Linux.ProcessCapabilities.SysResource);

    /// <summary>The snapshotter for container file systems.</summary>
    public string Snapshotter { get; init; } = "overlayfs";

    /// <summary>How long the daemon may take to answer after its start.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
