using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>The conditions in a pod's status.</summary>
internal static class PodConditions
{
    /// <summary>The status of a condition, or null.</summary>
    public static string? Get(JsonObject pod, string type)
    {
        foreach (var item in pod.FindArray("status", "conditions") ?? [])
        {
            if (item is JsonObject condition && condition.GetString("type") == type) return condition.GetString("status");
        }

        return null;
    }

    /// <summary>Sets a condition; the time of its last change moves only if it changed.</summary>
    public static void Set(JsonObject pod, string type, string status, string now)
    {
        var conditions = pod.GetOrAddObject("status").GetOrAddArray("conditions");
        foreach (var item in conditions)
        {
            if (item is not JsonObject condition || condition.GetString("type") != type) continue;
            if (condition.GetString("status") != status) condition.Set("lastTransitionTime", new JsonString(now));
            condition.Set("status", new JsonString(status));
            condition.Remove("reason");
            condition.Remove("message");
            return;
        }

        conditions.Add(new JsonObject
        {
            { "type", type },
            { "status", status },
            { "lastProbeTime", JsonNull.Instance },
            { "lastTransitionTime", now },
        });
    }
}
