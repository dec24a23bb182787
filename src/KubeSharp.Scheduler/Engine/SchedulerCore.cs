using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Engine;

/// <summary>
/// The scheduler without clock, threads or I/O: changes of the cluster go in, decisions come out. The shell feeds it from one loop and
/// carries the decisions out.
/// </summary>
internal sealed class SchedulerCore
{
    private readonly ProfileSet profiles;
    private readonly NodeSelection selection = new();

    /// <summary>Creates a scheduler that knows of nothing yet.</summary>
    public SchedulerCore(ProfileSet profiles, QueueOptions options)
    {
        this.profiles = profiles;
        Queue = new SchedulingQueue(profiles, options);
    }

    /// <summary>The cluster as known.</summary>
    public ClusterState Cluster { get; } = new();

    /// <summary>The pods that wait.</summary>
    public SchedulingQueue Queue { get; }

    /// <summary>A pod appeared or changed.</summary>
    public void PodChanged(Pod pod, DateTimeOffset now)
    {
        var finished = pod.Status.Phase is "Succeeded" or "Failed";
        var info = PodInfo.From(pod);
        if (finished)
        {
            PodRemoved(info, now);
            return;
        }

        if (info.NodeName is null)
        {
            SetWaiting(info, now);
            return;
        }

        Queue.Remove(info.Key);
        Cluster.Nominations.Remove(info.Key);
        var old = Cluster.FindPod(info.Key);
        var confirmed = old is not null && Cluster.IsAssumed(info.Key) && old.NodeName == info.NodeName;
        if (old is not null && old.Uid != info.Uid)
        {
            PodRemoved(old, now);
            old = null;
        }

        Cluster.SetPod(info);
        if (confirmed)
            return; // Its arrival was announced when it was assumed.
        if (old is null)
            Queue.OnEvent(new ClusterEvent(ClusterEventKinds.PodPlaced, NewPod: info), now);
        else
            Queue.OnEvent(new ClusterEvent(ClusterEventKinds.PodChanged, OldPod: old, NewPod: info), now);
    }

    /// <summary>A pod is gone.</summary>
    public void PodDeleted(Pod pod, DateTimeOffset now) => PodRemoved(PodInfo.From(pod), now);

    /// <summary>A node appeared or changed.</summary>
    public void NodeChanged(Node node, DateTimeOffset now)
    {
        var name = node.Metadata.Name ?? "";
        var before = Cluster.FindNode(name);
        if (before is null)
        {
            var added = Cluster.SetNode(node);
            Queue.OnEvent(new ClusterEvent(ClusterEventKinds.NodeAdded, added), now);
            return;
        }

        var (labels, taints, cordoned, offered) = (before.Labels, before.Taints, before.Unschedulable, before.Allocatable);
        var after = Cluster.SetNode(node);
        var kinds = NodeChanges.Between(labels, taints, cordoned, offered, after);
        if (kinds != ClusterEventKinds.None)
            Queue.OnEvent(new ClusterEvent(kinds, after), now);
    }

    /// <summary>A node is gone.</summary>
    public void NodeDeleted(string name, DateTimeOffset now)
    {
        Cluster.RemoveNode(name);
        Queue.OnEvent(new ClusterEvent(ClusterEventKinds.NodeRemoved), now);
    }

    /// <summary>Something else changed (the catalogs of <see cref="Cluster"/> have been told already).</summary>
    public void Changed(ClusterEventKinds kinds, string? objectKey, DateTimeOffset now) =>
        Queue.OnEvent(new ClusterEvent(kinds, ObjectKey: objectKey), now);

    /// <summary>Decides about the next pod; null when none is ready.</summary>
    public SchedulingOutcome? ScheduleNext(DateTimeOffset now)
    {
        while (Queue.TryPop(now, out var entry))
        {
            var pod = entry.Pod;
            if (profiles.Find(pod.SchedulerName) is not { } profile || pod.IsTerminating || Cluster.FindPod(pod.Key) is not null)
            {
                Queue.Remove(pod.Key);
                continue;
            }

            var state = new CycleState();
            try
            {
                return Schedule(entry, pod, profile, state, now);
            }
            catch (Exception fault) when (entry.Place == QueuePlace.InFlight)
            {
                // A pod that trips over a fault of a plugin must neither stop the others nor be lost.
                Queue.PutAfterError(entry, now);
                return Failure(entry, pod, profile, state, "SchedulerError", fault.Message);
            }
        }

        return null;
    }

    /// <summary>The binding went through: the pod counts as placed until the API server says so itself.</summary>
    public void Bound(SchedulingOutcome outcome)
    {
        Queue.Remove(outcome.Pod.Key);
        Cluster.Nominations.Remove(outcome.Pod.Key);
    }

    /// <summary>The binding failed: the place is free again and the pod is tried later.</summary>
    public void BindingFailed(SchedulingOutcome outcome, bool rejected, string plugin, DateTimeOffset now)
    {
        Unreserve(outcome.Profile, outcome.State, outcome.Pod, outcome.NodeName!);
        if (Cluster.Forget(outcome.Pod.Key))
            Queue.OnEvent(new ClusterEvent(ClusterEventKinds.PodRemoved, OldPod: outcome.Pod), now);
        if (rejected)
            Queue.PutUnschedulable(outcome.Entry, [plugin], now);
        else
            Queue.PutAfterError(outcome.Entry, now);
    }

    private void SetWaiting(PodInfo info, DateTimeOffset now)
    {
        if (profiles.Find(info.SchedulerName) is null)
            return;
        if (Cluster.FindPod(info.Key) is { } placed)
        {
            // An older version of what we just bound; a pod of another uid took the name of one that is gone.
            if (placed.Uid == info.Uid)
                return;
            PodRemoved(placed, now);
        }

        if (info.IsTerminating)
        {
            Queue.Remove(info.Key);
            Cluster.Nominations.Remove(info.Key);
            return;
        }

        if (info.Pod.Status.NominatedNodeName is { Length: > 0 } nominated && Cluster.Nominations.NodeOf(info.Key) is null)
            Cluster.Nominations.Set(info, nominated);
        Queue.Set(info, now);
    }

    private void PodRemoved(PodInfo info, DateTimeOffset now)
    {
        Queue.Remove(info.Key);
        var promised = Cluster.Nominations.NodeOf(info.Key) is not null;
        Cluster.Nominations.Remove(info.Key);
        var placed = Cluster.RemovePod(info.Key);
        if (placed is not null || promised)
            Queue.OnEvent(new ClusterEvent(ClusterEventKinds.PodRemoved, OldPod: placed ?? info), now);
    }

    private SchedulingOutcome Schedule(QueuedPod entry, PodInfo pod, Profile profile, CycleState state, DateTimeOffset now)
    {
        if (Cluster.Nodes.Length == 0)
        {
            Queue.PutUnschedulable(entry, [], now);
            return Failure(entry, pod, profile, state, "Unschedulable", "no nodes available to schedule pods");
        }

        var node = selection.Select(profile, state, pod, Cluster, out var diagnosis, out var fault);
        if (fault is not null)
        {
            Queue.PutAfterError(entry, now);
            return Failure(entry, pod, profile, state, "SchedulerError", fault.Message);
        }

        if (node is null)
            return Unschedulable(entry, pod, profile, state, diagnosis, now);

        var placed = pod.On(node.Name);
        foreach (var plugin in profile.Reserves)
        {
            if (plugin.Reserve(state, placed, node, Cluster) is { } status)
                return NotReserved(entry, placed, profile, state, status, now);
        }

        Cluster.Assume(placed);
        foreach (var plugin in profile.Permits)
        {
            if (plugin.Permit(state, placed, node.Name, out _) is { } status && status.Code != StatusCode.Wait)
            {
                Cluster.Forget(placed.Key);
                return NotReserved(entry, placed, profile, state, status, now);
            }
        }

        Cluster.Nominations.Remove(pod.Key);
        Queue.OnEvent(new ClusterEvent(ClusterEventKinds.PodPlaced, NewPod: placed), now);
        return new SchedulingOutcome { Entry = entry, Pod = placed, Profile = profile, State = state, NodeName = node.Name };
    }

    private SchedulingOutcome Unschedulable(
        QueuedPod entry, PodInfo pod, Profile profile, CycleState state, Diagnosis diagnosis, DateTimeOffset now)
    {
        var message = diagnosis.Describe();
        PostFilterResult? result = null;
        foreach (var plugin in profile.PostFilters)
        {
            result = plugin.PostFilter(state, pod, Cluster, profile, diagnosis);
            if (result.Message.Length > 0)
                message += " " + result.Message;
            if (result.NominatedNode is { Length: > 0 })
                break;
        }

        List<PodInfo>? displaced = null;
        if (result?.NominatedNode is { Length: > 0 } nominated)
        {
            foreach (var other in Cluster.Nominations.On(nominated) ?? [])
            {
                if (other.Priority < pod.Priority)
                    (displaced ??= []).Add(other);
            }

            foreach (var other in displaced ?? [])
                Cluster.Nominations.Remove(other.Key);
            Cluster.Nominations.Set(pod, nominated);
        }
        else if (result?.NominatedNode is { Length: 0 })
        {
            Cluster.Nominations.Remove(pod.Key);
        }

        Queue.PutUnschedulable(entry, [.. diagnosis.RejectedBy], now);
        return Failure(entry, pod, profile, state, "Unschedulable", message) with
        {
            NominatedNode = result?.NominatedNode,
            Victims = result?.Victims ?? [],
            Displaced = displaced ?? [],
        };
    }

    private SchedulingOutcome NotReserved(QueuedPod entry, PodInfo pod, Profile profile, CycleState state, Status status, DateTimeOffset now)
    {
        Unreserve(profile, state, pod, pod.NodeName!);
        if (status.IsRejection)
            Queue.PutUnschedulable(entry, [status.Plugin], now);
        else
            Queue.PutAfterError(entry, now);
        var message = status.IsRejection ? $"0/{Cluster.Nodes.Length} nodes are available: 1 {status.Message}." : status.Message;
        return Failure(entry, entry.Pod, profile, state, status.IsRejection ? "Unschedulable" : "SchedulerError", message);
    }

    private void Unreserve(Profile profile, CycleState state, PodInfo pod, string nodeName)
    {
        for (var i = profile.Reserves.Length - 1; i >= 0; i--)
            profile.Reserves[i].Unreserve(state, pod, nodeName, Cluster);
    }

    private static SchedulingOutcome Failure(QueuedPod entry, PodInfo pod, Profile profile, CycleState state, string reason, string message) =>
        new() { Entry = entry, Pod = pod, Profile = profile, State = state, Reason = reason, Message = message };
}
