using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

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
    public static void Set(JsonObject pod, string type, string status, string now, string reason = "", string message = "")
    {
        var wanted = new JsonObject { { "type", type } };
        // Only where a node keeps count does the condition say which generation it saw.
        if (pod.GetObject("status")?.GetInt64("observedGeneration") is > 0) wanted.Set("observedGeneration", new Metadata(pod).Generation);
        wanted.Set("status", new JsonString(status));
        wanted.Set("lastProbeTime", JsonNull.Instance);
        wanted.Set("lastTransitionTime", new JsonString(now));
        if (reason.Length > 0) wanted.Set("reason", new JsonString(reason));
        if (message.Length > 0) wanted.Set("message", new JsonString(message));
        var conditions = pod.GetOrAddObject("status").GetOrAddArray("conditions");
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i] is not JsonObject condition || condition.GetString("type") != type) continue;
            if (condition.GetString("status") == status && condition["lastTransitionTime"] is { } since) wanted.Set("lastTransitionTime", since);
            conditions.RemoveAt(i);
            conditions.Insert(i, wanted);
            return;
        }

        conditions.Add(wanted);
    }
}
