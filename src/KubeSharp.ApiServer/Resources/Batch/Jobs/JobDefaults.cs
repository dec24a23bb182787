using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Batch.Jobs;

/// <summary>What jobs, and those that CronJobs make, mean where they say nothing.</summary>
internal static class JobDefaults
{
    /// <summary>A condition of a pod is looked for with status True.</summary>
    public static void FailurePolicy(JsonObject spec)
    {
        foreach (var rule in spec.FindArray("podFailurePolicy", "rules") ?? [])
        {
            foreach (var item in rule.FindArray("onPodConditions") ?? [])
            {
                if (item is JsonObject condition && string.IsNullOrEmpty(condition.GetString("status"))) condition.Set("status", new JsonString("True"));
            }
        }
    }
}
