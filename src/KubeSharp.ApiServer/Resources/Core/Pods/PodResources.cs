using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Requests and limits of a pod and its containers.</summary>
internal static class PodResources
{
    private static readonly string[] Compute = ["cpu", "memory"];

    /// <summary>What has a limit but no request requests its limit.</summary>
    public static void RequestWhatIsLimited(JsonObject spec)
    {
        foreach (var container in Containers(spec))
        {
            if (container.FindObject("resources", "limits") is not { Count: > 0 } limits) continue;
            var requests = container.GetOrAddObject("resources").GetOrAddObject("requests");
            foreach (var (name, limit) in limits) requests.SetDefault(name, limit);
        }

        if (spec.GetObject("resources") is { } ofPod && (ofPod.GetObject("limits") is { Count: > 0 } || ofPod.GetObject("requests") is { Count: > 0 }))
            RequestForPod(spec, ofPod);
    }

    /// <summary>Guaranteed, Burstable or BestEffort.</summary>
    /// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/</remarks>
    public static string QosClass(JsonObject spec)
    {
        var requests = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var limits = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var allLimited = true;
        foreach (var owner in spec.GetObject("resources") is not null ? [spec] : Containers(spec))
        {
            Add(requests, owner.FindObject("resources", "requests"));
            allLimited &= Add(limits, owner.FindObject("resources", "limits")) == Compute.Length;
        }

        if (requests.Count == 0 && limits.Count == 0) return "BestEffort";
        return allLimited && requests.Count == limits.Count && requests.All(request => limits.GetValueOrDefault(request.Key) == request.Value)
            ? "Guaranteed" : "Burstable";
    }

    /// <summary>Requests of a pod that is limited as a whole: what its containers request together, or else its own limits.</summary>
    private static void RequestForPod(JsonObject spec, JsonObject ofPod)
    {
        foreach (var (name, total) in ContainerTotals.Of(spec, "limits"))
        {
            if (QuantityRules.IsHugePages(name) && ofPod.GetObject("requests")?.Contains(name) != true && ofPod.GetObject("limits")?.Contains(name) != true)
                ofPod.GetOrAddObject("limits").Set(name, new JsonString(total.ToString()));
        }

        if (ofPod.GetObject("limits") is not { Count: > 0 }) return;
        foreach (var (name, total) in ContainerTotals.Of(spec, "requests"))
        {
            if (PodResourceRules.IsSupported(name) && !QuantityRules.IsHugePages(name)) ofPod.GetOrAddObject("requests").SetDefault(name, new JsonString(total.ToString()));
        }

        foreach (var (name, limit) in ofPod.GetObject("limits") ?? [])
        {
            if (PodResourceRules.IsSupported(name)) ofPod.GetOrAddObject("requests").SetDefault(name, limit);
        }
    }

    // Zero counts as not said.
    private static int Add(Dictionary<string, Quantity> totals, JsonObject? amounts)
    {
        var count = 0;
        foreach (var name in Compute)
        {
            if (QuantityRules.Read(amounts?[name]) is not { Sign: > 0 } amount) continue;
            totals[name] = totals.TryGetValue(name, out var sum) ? sum + amount : amount;
            count++;
        }

        return count;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        (spec.GetArray("containers") ?? []).Concat(spec.GetArray("initContainers") ?? []).OfType<JsonObject>();
}
