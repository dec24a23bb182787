namespace KubeSharp.Scheduler.Volumes;

/// <summary>How the open claims of a pod are to be satisfied on one node.</summary>
/// <param name="NodeName">The node.</param>
/// <param name="Bindings">Claims (namespace/name) and the existing volumes they get.</param>
/// <param name="Provisioned">Claims (namespace/name) for which a volume is to be made.</param>
internal sealed record VolumeDecision(string NodeName, IReadOnlyList<(string Claim, string Volume)> Bindings, IReadOnlyList<string> Provisioned)
{
    /// <summary>Nothing to do.</summary>
    public bool IsEmpty => Bindings.Count == 0 && Provisioned.Count == 0;
}
