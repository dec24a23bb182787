using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>Requests and limits of a pod's containers.</summary>
internal static class PodResources
{
    /// <summary>What has a limit but no request requests its limit.</summary>
    public static void RequestWhatIsLimited(JsonObject spec)
    {
        foreach (var container in Containers(spec))
        {
            if (container.FindObject("resources", "limits") is not { Count: > 0 } limits) continue;
            var requests = container.GetOrAddObject("resources").GetOrAddObject("requests");
            foreach (var (name, limit) in limits) requests.SetDefault(name, limit);
        }
    }

    /// <summary>Guaranteed, Burstable or BestEffort.</summary>
    /// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/</remarks>
    public static string QosClass(JsonObject spec)
    {
        var any = false;
        var guaranteed = true;
        foreach (var container in Containers(spec))
        {
            var requests = container.FindObject("resources", "requests");
            var limits = container.FindObject("resources", "limits");
            foreach (var name in (ReadOnlySpan<string>)["cpu", "memory"])
            {
                var request = Amount(requests, name);
                var limit = Amount(limits, name);
                if (request is not null || limit is not null) any = true;
                if (limit is null || (request is not null && request.Value.CompareTo(limit.Value) != 0)) guaranteed = false;
            }
        }

        if (!any) return "BestEffort";
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    /// <summary>Takes over what the resize subresource may change: requests, limits and the policy of containers that are there.</summary>
    public static void Resize(JsonObject spec, JsonObject wanted)
    {
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var item in spec.GetArray(list) ?? [])
            {
                if (item is not JsonObject container) continue;
                foreach (var other in wanted.GetArray(list) ?? [])
                {
                    if (other is not JsonObject changed || changed.GetString("name") != container.GetString("name")) continue;
                    container.CopyMember("resources", changed);
                    container.CopyMember("resizePolicy", changed);
                }
            }
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        (spec.GetArray("containers") ?? []).Concat(spec.GetArray("initContainers") ?? []).OfType<JsonObject>();

    // Zero counts as not said.
    private static Quantity? Amount(JsonObject? amounts, string name)
    {
        var text = amounts?[name] switch { JsonString s => s.Value, JsonNumber n => n.Text, _ => null };
        return text is not null && Quantity.TryParse(text, out var amount) && amount.Sign > 0 ? amount : null;
    }
}
