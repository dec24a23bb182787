namespace KubeSharp.Client;

/// <summary>Times and names of a leader election; the defaults are those of Kubernetes' components.</summary>
public sealed record LeaderElectionOptions
{
    /// <summary>Namespace of the Lease. Default <c>kube-system</c>.</summary>
    public string Namespace { get; init; } = "kube-system";

    /// <summary>Name of the Lease: what is being led.</summary>
    public required string Name { get; init; }

    /// <summary>This candidate; unique among all.</summary>
    public required string Identity { get; init; }

    /// <summary>How long others wait after the last renewal they saw before they take over. Default 15 s.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the leader tries to renew before it steps down; less than <see cref="LeaseDuration"/>. Default 10 s.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between tries. Default 2 s.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Give the Lease up on a regular stop, so that another takes over at once. Default true.</summary>
    public bool ReleaseOnStop { get; init; } = true;
}
