using KubeSharp.Kubelet.Status;

namespace KubeSharp.Kubelet.Pods.Decisions;

/// <summary>Collects a plan.</summary>
internal sealed class PlanBuilder(PodSnapshot snapshot)
{
    private readonly List<PodAction> actions = [];
    private readonly Dictionary<string, WaitingReason> waiting = new(StringComparer.Ordinal);
    private DateTimeOffset? wakeAt;
    private bool laneTaken = snapshot.Starting;

    public void Add(PodAction action) => actions.Add(action);

    /// <summary>Takes the start lane for this action, if it is free.</summary>
    public void Start(PodAction action)
    {
        if (!laneTaken)
        {
            laneTaken = true;
            actions.Add(action);
        }
    }

    public void Wait(string container, string reason, string message) => waiting[container] = new WaitingReason(reason, message);

    public void WakeAt(DateTimeOffset at)
    {
        if (wakeAt is null || at < wakeAt)
        {
            wakeAt = at;
        }
    }

    /// <summary>Kills the container unless that is under way with this deadline or an earlier one.</summary>
    public void Kill(Observed.ObservedContainer container, DateTimeOffset deadline, string message)
    {
        if (!snapshot.Killing.TryGetValue(container.Id, out var underWay) || deadline < underWay)
        {
            actions.Add(new PodAction.KillContainer(container.Id, container.Name, deadline, message));
        }
    }

    public PodPlan Build(bool done) => new(actions, waiting, done, wakeAt);
}
