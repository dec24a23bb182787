using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Engine;

/// <summary>What one scheduling cycle came to.</summary>
internal sealed record SchedulingOutcome
{
    /// <summary>The queue's entry.</summary>
    public required QueuedPod Entry { get; init; }

    /// <summary>The pod; on its node when one was chosen.</summary>
    public required PodInfo Pod { get; init; }

    /// <summary>The profile that decided.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The cycle's memory, for binding.</summary>
    public required CycleState State { get; init; }

    /// <summary>The chosen node; null when there is none.</summary>
    public string? NodeName { get; init; }

    /// <summary>Reason of the PodScheduled condition when no node was chosen: Unschedulable or SchedulerError.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why no node was chosen.</summary>
    public string Message { get; init; } = "";

    /// <summary>The node on which room is made; empty clears an earlier one, null leaves it.</summary>
    public string? NominatedNode { get; init; }

    /// <summary>Pods to remove.</summary>
    public IReadOnlyList<PodInfo> Victims { get; init; } = [];

    /// <summary>Less important pods that lose the node they had been promised.</summary>
    public IReadOnlyList<PodInfo> Displaced { get; init; } = [];
}
