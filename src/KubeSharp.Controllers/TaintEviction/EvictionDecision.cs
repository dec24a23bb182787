using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Whether a NoExecute taint drives a pod from its node: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/.</summary>
internal static class EvictionDecision
{
    /// <summary>When the pod has to go; null when it may stay for ever.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="taints">The taints of its node.</param>
    /// <param name="now">Now.</param>
    public static DateTimeOffset? Decide(Pod pod, IReadOnlyList<Taint>? taints, DateTimeOffset now)
    {
        DateTimeOffset? earliest = null;
        foreach (Taint taint in taints ?? [])
        {
            if (taint.Effect != NodeTaints.NoExecute) continue;
            DateTimeOffset? end = End(pod, taint, now);
            if (end is not null && (earliest is null || end < earliest)) earliest = end;
        }

        return earliest;
    }

    private static DateTimeOffset? End(Pod pod, Taint taint, DateTimeOffset now)
    {
        bool tolerated = false;
        long? seconds = null;
        foreach (Toleration toleration in pod.Spec.Tolerations ?? [])
        {
            if (!Tolerates(toleration, taint)) continue;
            tolerated = true;
            if (toleration.TolerationSeconds is { } limit && (seconds is null || limit < seconds)) seconds = limit;
        }

        if (!tolerated) return now;
        if (seconds is null) return null;
        DateTimeOffset since = taint.TimeAdded?.Value ?? now;
        return since.AddSeconds(Math.Max(0, seconds.Value));
    }

    public static bool Tolerates(Toleration toleration, Taint taint)
    {
        if (!string.IsNullOrEmpty(toleration.Effect) && toleration.Effect != taint.Effect) return false;
        if (!string.IsNullOrEmpty(toleration.Key) && toleration.Key != taint.Key) return false;
        return toleration.Operator == "Exists" || (!string.IsNullOrEmpty(toleration.Key) && (toleration.Value ?? "") == (taint.Value ?? ""));
    }
}
