using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Keeps as many pods running as each ReplicationController asks for, by the rules of ReplicaSets.</summary>
internal sealed class ReplicationControllerController(ControllerContext context) : ReplicaController<ReplicationController>(context)
{
    protected override bool CountsTerminating => false;

    protected override ReplicaView View(ReplicationController set)
    {
        ReplicationControllerCondition? failed = set.Status.Conditions?.Find(c => c.Type == ReplicaSetView.FailureType && c.Status == Truth.True);
        return new ReplicaView(
            set,
            set.Spec.Replicas ?? 1,
            set.Spec.MinReadySeconds ?? 0,
            set.Spec.Selector is { Count: > 0 } selector ? LabelQuery.OfMap(selector) : LabelQuery.Nothing,
            set.Spec.Template,
            new ReplicaStatus(
                set.Status.Replicas,
                set.Status.FullyLabeledReplicas ?? 0,
                set.Status.ReadyReplicas ?? 0,
                set.Status.AvailableReplicas ?? 0,
                0,
                set.Status.ObservedGeneration ?? 0,
                failed is null ? null : new ReplicaFailure(failed.Reason ?? "", failed.Message ?? "", failed.LastTransitionTime ?? default)));
    }

    protected override ReplicationController WithStatus(ReplicationController copy, ReplicaStatus status)
    {
        ReplicationControllerStatus s = copy.Status;
        s.Replicas = status.Replicas;
        s.FullyLabeledReplicas = status.FullyLabeled;
        s.ReadyReplicas = status.Ready;
        s.AvailableReplicas = status.Available;
        s.ObservedGeneration = status.ObservedGeneration;
        s.Conditions?.RemoveAll(c => c.Type == ReplicaSetView.FailureType);
        if (status.Failure is { } failure)
        {
            (s.Conditions ??= []).Add(new ReplicationControllerCondition
            {
                Type = ReplicaSetView.FailureType,
                Status = Truth.True,
                Reason = failure.Reason,
                Message = failure.Message,
                LastTransitionTime = failure.Since,
            });
        }

        return copy;
    }
}
