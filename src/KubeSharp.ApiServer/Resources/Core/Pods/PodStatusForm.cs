using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Parts of a pod's status that say the same twice, for clients of before and after.</summary>
internal static class PodStatusForm
{
    /// <summary>Makes the pod's address and the list of its addresses agree. The single one counts, as the older kubelets write it.</summary>
    public static void Align(JsonObject? status)
    {
        if (status is null) return;
        var single = status.GetString("podIP") ?? "";
        var first = (status.GetArray("podIPs") is { Count: > 0 } addresses ? addresses[0].FindString("ip") : null) ?? "";
        if (single.Length > 0 && single != first) status.Set("podIPs", new JsonArray { new JsonObject { { "ip", single } } });
        else if (first.Length > 0 && single.Length == 0) status.Set("podIP", new JsonString(first));
    }

    /// <summary>Keeps what a client that does not know of generations leaves out.</summary>
    public static void KeepObserved(JsonObject status, JsonObject old)
    {
        if ((status.GetInt64("observedGeneration") ?? 0) == 0 && old.GetInt64("observedGeneration") is { } observed and > 0) status.Set("observedGeneration", observed);
        // A type may be there more than once: then each of them follows the one in its place.
        var before = (old.GetArray("conditions") ?? []).OfType<JsonObject>().ToLookup(condition => condition.GetString("type") ?? "");
        var count = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var condition in (status.GetArray("conditions") ?? []).OfType<JsonObject>())
        {
            var type = condition.GetString("type") ?? "";
            var place = count[type] = count.GetValueOrDefault(type) + 1;
            if ((condition.GetInt64("observedGeneration") ?? 0) != 0) continue;
            if (before[type].ElementAtOrDefault(place - 1)?.GetInt64("observedGeneration") is { } of and > 0) condition.Set("observedGeneration", of);
        }
    }
}
