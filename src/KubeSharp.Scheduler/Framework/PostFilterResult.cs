namespace KubeSharp.Scheduler.Framework;

/// <summary>What preemption came to.</summary>
/// <param name="Message">Appended to the FailedScheduling message; empty for nothing.</param>
/// <param name="NominatedNode">Node on which room is being made; null leaves the pod's nomination, empty clears it.</param>
/// <param name="Victims">Pods to be deleted to make room.</param>
internal sealed record PostFilterResult(string Message, string? NominatedNode, IReadOnlyList<PodInfo> Victims)
{
    /// <summary>Nothing could be done, for this reason.</summary>
    public static PostFilterResult Failed(string message, string? nominatedNode = null) => new(message, nominatedNode, []);
}
