using KubeSharp.Models.Apps.V1;

namespace KubeSharp.Controllers;

/// <summary>What to write, in this order: ReplicaSets changed, made, deleted; the Deployment's revision; its status.</summary>
internal sealed record DeploymentPlan
{
    /// <summary>ReplicaSets with other replicas or annotations, ready to be written.</summary>
    public List<ScaledReplicaSet> Update { get; } = [];

    /// <summary>The new ReplicaSet, when there is none for the template yet.</summary>
    public ReplicaSet? Create { get; set; }

    /// <summary>Old ReplicaSets beyond the history limit.</summary>
    public List<ReplicaSet> Delete { get; } = [];

    /// <summary>The revision annotation the Deployment should have; null when it has it.</summary>
    public string? Revision { get; set; }

    /// <summary>The status it should have; null when it has it.</summary>
    public DeploymentStatus? Status { get; set; }

    /// <summary>When to look again for a deadline, though nothing happens.</summary>
    public TimeSpan? After { get; set; }

    /// <summary>Something for the Deployment's events.</summary>
    public (string Type, string Reason, string Message)? Event { get; set; }
}

/// <summary>A ReplicaSet to write, and how many replicas it had.</summary>
internal sealed record ScaledReplicaSet(ReplicaSet ReplicaSet, int From)
{
    public int To => ReplicaSet.Spec.Replicas ?? 1;
}
