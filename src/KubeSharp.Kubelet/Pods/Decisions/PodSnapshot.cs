using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>Everything a decision about one pod depends on.</summary>
internal sealed record PodSnapshot
{
    public required Pod Pod { get; init; }

    public required ObservedPod Observed { get; init; }

    /// <summary>Set once the pod must end; it never goes back to null.</summary>
    public Termination? Termination { get; init; }

    /// <summary>What is under way in the pod's start lane: a sandbox or one container. Only one thing starts at a time.</summary>
    public bool Starting { get; init; }

    /// <summary>The container in the start lane whose postStart hook still runs counts as not started: its name, else null.</summary>
    public string? StartingContainer { get; init; }

    /// <summary>A sandbox is being stopped.</summary>
    public bool StoppingSandbox { get; init; }

    /// <summary>Containers that are being killed, with the instant at which they will be killed hard.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Killing { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Restart back-off of containers, by name.</summary>
    public IReadOnlyDictionary<string, Backoff> CrashBackoff { get; init; } = new Dictionary<string, Backoff>();

    /// <summary>The last failed attempt to start, by container name; the sandbox's under the empty name.</summary>
    public IReadOnlyDictionary<string, StartFailure> Failures { get; init; } = new Dictionary<string, StartFailure>();

    /// <summary>Probe results by container id. A container without an entry has no probes or none has run.</summary>
    public IReadOnlyDictionary<string, ProbeVerdict> Probes { get; init; } = new Dictionary<string, ProbeVerdict>();

    public required DateTimeOffset Now { get; init; }
}
