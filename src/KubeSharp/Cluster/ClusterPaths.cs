using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.Cluster;

/// <summary>Where one cluster on this machine keeps things. Everything but the cgroups lies under <see cref="DataDir"/>.</summary>
internal sealed record ClusterPaths
{
    /// <summary>Used when neither <c>--data-dir</c> nor <c>KUBESHARP_DATA_DIR</c> says otherwise.</summary>
    public const string DefaultDataDir = "/var/lib/kubesharp";

    public ClusterPaths(string dataDir) => DataDir = Path.GetFullPath(dataDir);

    public string DataDir { get; }

    public string Pki => Path.Combine(DataDir, "pki");

    public string Store => Path.Combine(DataDir, "store");

    /// <summary>Saved copies of the embedded store.</summary>
    public string Snapshots => Path.Combine(DataDir, "snapshots");

    public string Logs => Path.Combine(DataDir, "logs");

    public string ServerLog => Path.Combine(Logs, "kubesharp.log");

    public string Run => Path.Combine(DataDir, "run");

    /// <summary>Holds the process id of the running server and is locked by it.</summary>
    public string PidFile => Path.Combine(Run, "kubesharp.pid");

    public string ContainerdRoot => Path.Combine(DataDir, "containerd");

    public string ContainerdState => Path.Combine(Run, "containerd");

    public string ContainerdSocket => Path.Combine(ContainerdState, "containerd.sock");

    /// <summary>Image archives here are loaded when the server starts.</summary>
    public string Images => Path.Combine(DataDir, "images");

    /// <summary>Static pods.</summary>
    public string Manifests => Path.Combine(DataDir, "manifests");

    public string Kubelet => Path.Combine(DataDir, "kubelet");

    public string PodLogs => Path.Combine(Logs, "pods");

    public string ContainerLogs => Path.Combine(Logs, "containers");

    public string CniConfig => Path.Combine(DataDir, "cni", "net.d");

    public string CniState => Path.Combine(DataDir, "cni", "state");

    public string AdminKubeconfig => Kubeconfig("admin");

    /// <summary>
    /// The cgroup under which this cluster's pods live: the root for the default cluster, as upstream has it; one of its own for
    /// any other, so that several clusters on a machine never stop each other's processes.
    /// </summary>
    public string CgroupRoot => DataDir == DefaultDataDir
        ? "/"
        : "/kubesharp-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DataDir)))[..8];

    public string Kubeconfig(string component) => Path.Combine(DataDir, component + ".kubeconfig");
}
