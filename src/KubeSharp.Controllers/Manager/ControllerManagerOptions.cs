using KubeSharp.Client;

namespace KubeSharp.Controllers;

/// <summary>The flags of <c>kube-controller-manager</c> that mean something here, under their upstream names.</summary>
public sealed record ControllerManagerOptions
{
    /// <summary>
    /// <c>--controllers</c>: which controllers run. <c>*</c> stands for all that are on by default, a name turns one on, <c>-name</c> off.
    /// </summary>
    public IReadOnlyList<string> Controllers { get; init; } = ["*"];

    /// <summary><c>--allocate-node-cidrs</c>: give every node a range of pod addresses out of <see cref="ClusterCidrs"/>.</summary>
    public bool AllocateNodeCidrs { get; init; }

    /// <summary><c>--cluster-cidr</c>: the ranges of pod addresses, one per IP family.</summary>
    public IReadOnlyList<string> ClusterCidrs { get; init; } = [];

    /// <summary><c>--node-cidr-mask-size-ipv4</c>: size of a node's IPv4 range. Default 24.</summary>
    public int NodeCidrMaskSizeIPv4 { get; init; } = 24;

    /// <summary><c>--node-cidr-mask-size-ipv6</c>: size of a node's IPv6 range. Default 64.</summary>
    public int NodeCidrMaskSizeIPv6 { get; init; } = 64;

    /// <summary><c>--service-cluster-ip-range</c>: never given to nodes.</summary>
    public IReadOnlyList<string> ServiceClusterIPRanges { get; init; } = [];

    /// <summary><c>--node-monitor-period</c>: how often nodes' heartbeats are looked at. Default 5 s.</summary>
    public TimeSpan NodeMonitorPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>--node-monitor-grace-period</c>: silence after which a node counts as unreachable. Default 50 s.</summary>
    public TimeSpan NodeMonitorGracePeriod { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary><c>--node-startup-grace-period</c>: the same for a node that just started. Default 60 s.</summary>
    public TimeSpan NodeStartupGracePeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>--terminated-pod-gc-threshold</c>: finished pods beyond this number are deleted, oldest first; 0 or less keeps all. Default 12500.</summary>
    public int TerminatedPodGCThreshold { get; init; } = 12500;

    /// <summary><c>--root-ca-file</c>: the CA bundle published to every namespace; null publishes none.</summary>
    public string? RootCAFile { get; init; }

    /// <summary><c>--cluster-signing-cert-file</c>: the CA certificate that signs certificate requests.</summary>
    public string? ClusterSigningCertFile { get; init; }

    /// <summary><c>--cluster-signing-key-file</c>: its key.</summary>
    public string? ClusterSigningKeyFile { get; init; }

    /// <summary><c>--cluster-signing-duration</c>: the longest life of a signed certificate. Default one year.</summary>
    public TimeSpan ClusterSigningDuration { get; init; } = TimeSpan.FromDays(365);

    /// <summary><c>--service-account-private-key-file</c>: the key with which tokens in Secrets are signed; null: none are made.</summary>
    public string? ServiceAccountPrivateKeyFile { get; init; }

    /// <summary><c>--max-endpoints-per-slice</c>. Default 100.</summary>
    public int MaxEndpointsPerSlice { get; init; } = 100;

    /// <summary><c>--horizontal-pod-autoscaler-sync-period</c>. Default 15 s.</summary>
    public TimeSpan HorizontalPodAutoscalerSyncPeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><c>--leader-elect</c> and its companions; null: this is the only controller manager, no election.</summary>
    public LeaderElectionOptions? LeaderElection { get; init; }

    internal bool IsEnabled(ControllerDescriptor controller)
    {
        if (Controllers.Contains("-" + controller.Name)) return false;
        return Controllers.Contains(controller.Name) || (Controllers.Contains("*") && controller.OnByDefault);
    }
}
