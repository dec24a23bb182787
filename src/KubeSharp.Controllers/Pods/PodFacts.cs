using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>What controllers ask about a pod.</summary>
internal static class PodFacts
{
    /// <summary>Not finished and not being deleted.</summary>
    public static bool IsActive(Pod pod) => !IsFinished(pod) && pod.Metadata.DeletionTimestamp is null;

    /// <summary>All its containers ended and will not run again.</summary>
    public static bool IsFinished(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";

    /// <summary>Being deleted and not finished.</summary>
    public static bool IsTerminating(Pod pod) => pod.Metadata.DeletionTimestamp is not null && !IsFinished(pod);

    public static PodCondition? Condition(Pod pod, string type)
    {
        foreach (PodCondition condition in pod.Status.Conditions ?? [])
            if (condition.Type == type) return condition;
        return null;
    }

    /// <summary>Its Ready condition is true.</summary>
    public static bool IsReady(Pod pod) => Condition(pod, "Ready")?.Status == "True";

    /// <summary>Ready for at least <paramref name="minReadySeconds"/>.</summary>
    public static bool IsAvailable(Pod pod, int minReadySeconds, DateTimeOffset now) =>
        Condition(pod, "Ready") is { Status: "True" } ready
        && (minReadySeconds <= 0 || (ready.LastTransitionTime is { } since && since.Value.AddSeconds(minReadySeconds) <= now));

    /// <summary>When a ready pod becomes available; null when it is or when it is not ready.</summary>
    public static TimeSpan? UntilAvailable(Pod pod, int minReadySeconds, DateTimeOffset now)
    {
        if (minReadySeconds <= 0 || Condition(pod, "Ready") is not { Status: "True", LastTransitionTime: { } since }) return null;
        TimeSpan left = since.Value.AddSeconds(minReadySeconds) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    public static int MaxRestarts(Pod pod)
    {
        int most = 0;
        foreach (ContainerStatus status in pod.Status.ContainerStatuses ?? []) most = Math.Max(most, status.RestartCount);
        foreach (ContainerStatus status in pod.Status.InitContainerStatuses ?? []) most = Math.Max(most, status.RestartCount);
        return most;
    }

    /// <summary><c>controller.kubernetes.io/pod-deletion-cost</c>: pods of lower cost go first. 0 when absent or not a number.</summary>
    public static int DeletionCost(Pod pod) =>
        pod.Metadata.Annotations?.GetValueOrDefault("controller.kubernetes.io/pod-deletion-cost") is { } text
        && int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int cost) ? cost : 0;
}
