using KubeSharp.Client;
using KubeSharp.Scheduler.Engine;

namespace KubeSharp.Scheduler;

/// <summary>
/// How the scheduler runs; names follow the flags of kube-scheduler and the fields of a KubeSchedulerConfiguration.
/// https://kubernetes.io/docs/reference/config-api/kube-scheduler-config.v1/
/// </summary>
public sealed record SchedulerOptions
{
    /// <summary>The profiles, at least one, each with a name of its own.</summary>
    public IReadOnlyList<SchedulerProfileOptions> Profiles { get; init; } = [new SchedulerProfileOptions()];

    /// <summary>podInitialBackoffSeconds.</summary>
    public TimeSpan PodInitialBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>podMaxBackoffSeconds.</summary>
    public TimeSpan PodMaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>--pod-max-in-unschedulable-pods-duration.</summary>
    public TimeSpan PodMaxInUnschedulablePods { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bindings under way at once; 1 or more.</summary>
    public int MaxBindingsInFlight { get; init; } = 256;

    /// <summary>bindTimeoutSeconds of VolumeBinding: how long to wait for a pod's claims to be bound.</summary>
    public TimeSpan VolumeBindTimeout { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>--leader-elect: null runs without an election, which is right where only one scheduler can run.</summary>
    public LeaderElectionOptions? LeaderElection { get; init; }
}
