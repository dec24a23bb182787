using KubeSharp.Kubelet.Images;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet;

/// <summary>How a kubelet is set up. Names are those of the upstream flags and configuration fields.</summary>
/// <remarks>https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/</remarks>
public sealed record KubeletOptions
{
    /// <summary>--hostname-override: the name of the Node object.</summary>
    public required string NodeName { get; init; }

    /// <summary>--root-dir: where pods have their volumes and files.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>--container-runtime-endpoint: the CRI socket.</summary>
    public required string ContainerRuntimeEndpoint { get; init; }

    /// <summary>Where the runtime writes container logs.</summary>
    public string PodLogsDirectory { get; init; } = "/var/log/pods";

    /// <summary>--pod-manifest-path: folder of static pods, or null for none.</summary>
    public string? PodManifestPath { get; init; }

    /// <summary>--node-ip: the address to announce; null to find one.</summary>
    public string? NodeIp { get; init; }

    /// <summary>The version to announce, such as v1.36.2+kubesharp.</summary>
    public string KubeletVersion { get; init; } = "v1.36.0";

    /// <summary>--cluster-dns: name servers of pods with dnsPolicy ClusterFirst.</summary>
    public IReadOnlyList<string> ClusterDns { get; init; } = [];

    /// <summary>--cluster-domain.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>--resolv-conf: the node's resolver configuration.</summary>
    public string ResolvConf { get; init; } = "/etc/resolv.conf";

    /// <summary>--max-pods.</summary>
    public int MaxPods { get; init; } = 110;

    /// <summary>--pod-pids-limit: -1 for none.</summary>
    public long PodPidsLimit { get; init; } = -1;

    /// <summary>--cgroup-driver: cgroupfs or systemd.</summary>
    public string CgroupDriver { get; init; } = "cgroupfs";

    /// <summary>--cgroup-root: the cgroup above kubepods. Two nodes on one machine need two.</summary>
    public string CgroupRoot { get; init; } = "/";

    /// <summary>--node-labels.</summary>
    public IReadOnlyDictionary<string, string> NodeLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>--register-with-taints.</summary>
    public IReadOnlyList<Taint> RegisterWithTaints { get; init; } = [];

    /// <summary>--register-node.</summary>
    public bool RegisterNode { get; init; } = true;

    /// <summary>--provider-id.</summary>
    public string? ProviderId { get; init; }

    /// <summary>What is held back from pods by resource (--kube-reserved and --system-reserved together).</summary>
    public IReadOnlyDictionary<string, Quantity> Reserved { get; init; } = new Dictionary<string, Quantity>();

    /// <summary>--address: where the server listens.</summary>
    public string Address { get; init; } = "0.0.0.0";

    /// <summary>--port: of the server; 0 for any free one.</summary>
    public int Port { get; init; } = 10250;

    /// <summary>--runtime-request-timeout.</summary>
    public TimeSpan RuntimeRequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>--node-status-update-frequency: how often the node's state is looked at.</summary>
    public TimeSpan NodeStatusUpdateFrequency { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>--node-status-report-frequency: how often it is written although nothing changed.</summary>
    public TimeSpan NodeStatusReportFrequency { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>--node-lease-duration-seconds; it is renewed four times as often.</summary>
    public int NodeLeaseDurationSeconds { get; init; } = 40;

    /// <summary>How often all containers are listed although no event came: only a safety net.</summary>
    public TimeSpan RelistPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>--container-log-max-size, bytes.</summary>
    public long ContainerLogMaxSize { get; init; } = 10 * 1024 * 1024;

    /// <summary>--container-log-max-files.</summary>
    public int ContainerLogMaxFiles { get; init; } = 5;

    /// <summary>--image-gc-high-threshold, percent of the disk; 100 switches garbage collection of images off.</summary>
    public int ImageGcHighThresholdPercent { get; init; } = 85;

    /// <summary>--image-gc-low-threshold, percent of the disk.</summary>
    public int ImageGcLowThresholdPercent { get; init; } = 80;

    /// <summary>--minimum-image-ttl-duration.</summary>
    public TimeSpan ImageMinimumGcAge { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>--eviction-hard: signal to threshold, an amount or a percentage.</summary>
    public IReadOnlyDictionary<string, string> EvictionHard { get; init; } = new Dictionary<string, string>
    {
        ["memory.available"] = "100Mi",
        ["nodefs.available"] = "10%",
        ["nodefs.inodesFree"] = "5%",
        ["imagefs.available"] = "15%",
    };

    /// <summary>--seccomp-default: RuntimeDefault rather than Unconfined where a pod says nothing.</summary>
    public bool SeccompDefault { get; init; }

    /// <summary>Unsafe sysctls that pods may set (--allowed-unsafe-sysctls); a trailing star matches the rest.</summary>
    public IReadOnlyList<string> AllowedUnsafeSysctls { get; init; } = [];

    /// <summary>The image of pod sandboxes: garbage collection spares it.</summary>
    public string PodInfraContainerImage { get; init; } = PauseImage.Name;

    /// <summary>--tls-cert-file of the server; null for a self-signed certificate.</summary>
    public string? ServingCertificateFile { get; init; }

    /// <summary>--tls-private-key-file.</summary>
    public string? ServingKeyFile { get; init; }

    /// <summary>--client-ca-file: whose client certificates the server accepts.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>--anonymous-auth.</summary>
    public bool AnonymousAuth { get; init; }
}
