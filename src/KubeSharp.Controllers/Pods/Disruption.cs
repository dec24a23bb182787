using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>The pod condition that says a pod ends because the cluster wants it to, not because it failed.</summary>
internal static class Disruption
{
    /// <summary>Sets it; false when it is set already.</summary>
    public static bool Mark(Pod pod, string reason, string message, DateTimeOffset now)
    {
        PodCondition? condition = PodFacts.Condition(pod, "DisruptionTarget");
        if (condition?.Status == Truth.True) return false;
        if (condition is null) (pod.Status.Conditions ??= []).Add(condition = new PodCondition { Type = "DisruptionTarget" });
        condition.Status = Truth.True;
        condition.Reason = reason;
        condition.Message = message;
        condition.LastTransitionTime = now;
        return true;
    }
}
