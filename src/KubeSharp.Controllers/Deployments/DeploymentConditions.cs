using KubeSharp.Models.Apps.V1;

namespace KubeSharp.Controllers;

/// <summary>The conditions of a Deployment's status.</summary>
internal static class DeploymentConditions
{
    public static DeploymentCondition? Find(DeploymentStatus status, string type)
    {
        foreach (DeploymentCondition condition in status.Conditions ?? [])
            if (condition.Type == type) return condition;
        return null;
    }

    public static DeploymentCondition Make(string type, string status, string reason, string message, DateTimeOffset now) =>
        new() { Type = type, Status = status, Reason = reason, Message = message, LastUpdateTime = now, LastTransitionTime = now };

    /// <summary>Sets a condition; one of the same status and reason stays as it is, one of the same status keeps its transition time.</summary>
    public static void Set(DeploymentStatus status, DeploymentCondition condition)
    {
        DeploymentCondition? current = Find(status, condition.Type);
        if (current is not null && current.Status == condition.Status && current.Reason == condition.Reason) return;
        if (current is not null && current.Status == condition.Status) condition.LastTransitionTime = current.LastTransitionTime;
        Remove(status, condition.Type);
        (status.Conditions ??= []).Add(condition);
    }

    public static void Remove(DeploymentStatus status, string type) => status.Conditions?.RemoveAll(c => c.Type == type);
}
