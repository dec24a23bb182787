using KubeSharp.Models.Apps.V1;

namespace KubeSharp.Controllers;

/// <summary>Reads a ReplicaSet as a <see cref="ReplicaView"/>.</summary>
internal static class ReplicaSetView
{
    public const string FailureType = "ReplicaFailure";

    public static ReplicaView Of(ReplicaSet set)
    {
        ReplicaSetCondition? failed = set.Status.Conditions?.Find(c => c.Type == FailureType && c.Status == Truth.True);
        return new ReplicaView(
            set,
            set.Spec.Replicas ?? 1,
            set.Spec.MinReadySeconds ?? 0,
            Selectors.Of(set.Spec.Selector),
            set.Spec.Template,
            new ReplicaStatus(
                set.Status.Replicas,
                set.Status.FullyLabeledReplicas ?? 0,
                set.Status.ReadyReplicas ?? 0,
                set.Status.AvailableReplicas ?? 0,
                set.Status.TerminatingReplicas ?? 0,
                set.Status.ObservedGeneration ?? 0,
                failed is null ? null : new ReplicaFailure(failed.Reason ?? "", failed.Message ?? "", failed.LastTransitionTime ?? default)));
    }
}
