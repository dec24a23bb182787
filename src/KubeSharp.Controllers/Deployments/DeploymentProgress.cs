using KubeSharp.Models.Apps.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// The status of a Deployment and how far its rollout has come.
/// Rules: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status.
/// </summary>
internal static class DeploymentProgress
{
    /// <summary>Counts replicas and says whether enough are available.</summary>
    public static DeploymentStatus Count(Deployment d, IReadOnlyList<ReplicaSet> all, ReplicaSet? current, DateTimeOffset now)
    {
        int available = DeploymentMath.Sum(all, static s => s.Status.AvailableReplicas ?? 0);
        DeploymentStatus status = d.Status.DeepCopy();
        status.ObservedGeneration = d.Metadata.Generation;
        status.Replicas = DeploymentMath.Sum(all, static s => s.Status.Replicas);
        status.UpdatedReplicas = current?.Status.Replicas ?? 0;
        status.ReadyReplicas = DeploymentMath.Sum(all, static s => s.Status.ReadyReplicas ?? 0);
        status.AvailableReplicas = available;
        status.UnavailableReplicas = Math.Max(0, DeploymentMath.TotalSize(all) - available);
        status.TerminatingReplicas = DeploymentMath.Sum(all, static s => s.Status.TerminatingReplicas ?? 0);
        DeploymentConditions.Set(
            status,
            available >= d.Replicas() - DeploymentMath.MaxUnavailable(d)
                ? DeploymentConditions.Make(DeploymentNames.Available, Truth.True, DeploymentNames.MinimumAvailable, "Deployment has minimum availability.", now)
                : DeploymentConditions.Make(DeploymentNames.Available, Truth.False, DeploymentNames.MinimumUnavailable, "Deployment does not have minimum availability.", now));
        return status;
    }

    /// <summary>Sets the Progressing and ReplicaFailure conditions of a running rollout.</summary>
    public static void Follow(Deployment d, DeploymentStatus status, IReadOnlyList<ReplicaSet> all, ReplicaSet? current, DateTimeOffset now)
    {
        DeploymentCondition? known = DeploymentConditions.Find(status, DeploymentNames.Progressing);
        if (!HasDeadline(d)) DeploymentConditions.Remove(status, DeploymentNames.Progressing);
        bool wasComplete = status.Replicas == status.UpdatedReplicas && known?.Reason == DeploymentNames.Complete;
        if (HasDeadline(d) && !wasComplete)
        {
            string subject = current is null ? $"Deployment \"{d.Metadata.Name}\"" : $"ReplicaSet \"{current.Metadata.Name}\"";
            if (IsComplete(d, status))
            {
                Progress(status, Truth.True, DeploymentNames.Complete, subject + " has successfully progressed.", now);
            }
            else if (Advanced(d.Status, status))
            {
                // Each step forward restarts the deadline: the update time is new, the transition time is not.
                DeploymentCondition next = DeploymentConditions.Make(
                    DeploymentNames.Progressing, Truth.True, DeploymentNames.Updated, subject + " is progressing.", now);
                if (known is { Status: Truth.True }) next.LastTransitionTime = known.LastTransitionTime;
                DeploymentConditions.Remove(status, DeploymentNames.Progressing);
                DeploymentConditions.Set(status, next);
            }
            else if (TimedOut(d, status, now))
            {
                Progress(status, Truth.False, DeploymentNames.TimedOut, subject + " has timed out progressing.", now);
            }
        }

        if (Failure(all, current) is { } failure) DeploymentConditions.Set(status, failure);
        else DeploymentConditions.Remove(status, DeploymentNames.ReplicaFailure);
    }

    public static bool HasDeadline(Deployment d) => d.Spec.ProgressDeadlineSeconds is { } seconds && seconds != int.MaxValue;

    public static bool IsComplete(Deployment d, DeploymentStatus status) =>
        status.UpdatedReplicas == d.Replicas() && status.Replicas == d.Replicas() && status.AvailableReplicas == d.Replicas()
        && status.ObservedGeneration >= (d.Metadata.Generation ?? 0);

    /// <summary>When the deadline will have passed; null when none is running.</summary>
    public static TimeSpan? UntilDeadline(Deployment d, DeploymentStatus status, DateTimeOffset now)
    {
        if (!HasDeadline(d) || DeploymentConditions.Find(status, DeploymentNames.Progressing) is not { } progress) return null;
        if (IsComplete(d, status) || progress.Reason is DeploymentNames.TimedOut || d.Spec.Paused == true) return null;
        TimeSpan left = (progress.LastUpdateTime ?? now).Value.AddSeconds(d.Spec.ProgressDeadlineSeconds!.Value) - now;
        return (left > TimeSpan.Zero ? left : TimeSpan.Zero) + TimeSpan.FromSeconds(1);
    }

    private static void Progress(DeploymentStatus status, string truth, string reason, string message, DateTimeOffset now) =>
        DeploymentConditions.Set(status, DeploymentConditions.Make(DeploymentNames.Progressing, truth, reason, message, now));

    private static bool Advanced(DeploymentStatus old, DeploymentStatus status) =>
        (status.UpdatedReplicas ?? 0) > (old.UpdatedReplicas ?? 0)
        || (status.Replicas ?? 0) - (status.UpdatedReplicas ?? 0) < (old.Replicas ?? 0) - (old.UpdatedReplicas ?? 0)
        || (status.ReadyReplicas ?? 0) > (old.ReadyReplicas ?? 0)
        || (status.AvailableReplicas ?? 0) > (old.AvailableReplicas ?? 0);

    private static bool TimedOut(Deployment d, DeploymentStatus status, DateTimeOffset now)
    {
        if (DeploymentConditions.Find(status, DeploymentNames.Progressing) is not { } progress) return false;
        if (progress.Reason is DeploymentNames.Complete) return false;
        if (progress.Reason is DeploymentNames.TimedOut) return true;
        return (progress.LastUpdateTime ?? now).Value.AddSeconds(d.Spec.ProgressDeadlineSeconds!.Value) < now;
    }

    /// <summary>The new ReplicaSet's failure, else any other's.</summary>
    private static DeploymentCondition? Failure(IReadOnlyList<ReplicaSet> all, ReplicaSet? current)
    {
        ReplicaSetCondition? found = current?.Status.Conditions?.Find(static c => c.Type == ReplicaSetView.FailureType);
        foreach (ReplicaSet set in all) found ??= set.Status.Conditions?.Find(static c => c.Type == ReplicaSetView.FailureType);
        return found is null ? null : new DeploymentCondition
        {
            Type = DeploymentNames.ReplicaFailure,
            Status = found.Status,
            Reason = found.Reason,
            Message = found.Message,
            LastTransitionTime = found.LastTransitionTime,
            LastUpdateTime = found.LastTransitionTime,
        };
    }
}
