using KubeSharp.Models.Apps.V1;

namespace KubeSharp.Controllers;

/// <summary>Keeps as many pods running as each ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(ControllerContext context) : ReplicaController<ReplicaSet>(context)
{
    protected override ReplicaView View(ReplicaSet set) => ReplicaSetView.Of(set);

    protected override ReplicaSet WithStatus(ReplicaSet copy, ReplicaStatus status)
    {
        ReplicaSetStatus s = copy.Status;
        s.Replicas = status.Replicas;
        s.FullyLabeledReplicas = status.FullyLabeled;
        s.ReadyReplicas = status.Ready;
        s.AvailableReplicas = status.Available;
        s.TerminatingReplicas = status.Terminating;
        s.ObservedGeneration = status.ObservedGeneration;
        s.Conditions?.RemoveAll(c => c.Type == ReplicaSetView.FailureType);
        if (status.Failure is { } failure)
        {
            (s.Conditions ??= []).Add(new ReplicaSetCondition
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
