using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>
/// Label keys whose values a new pod brings itself: they become requirements of the selector beside them, so that schedulers need not look at the pod.
/// </summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#matchlabelkeys</remarks>
internal static class LabelKeyMerging
{
    /// <summary>Merges the keys of a new pod's affinities and spreads.</summary>
    public static void Apply(JsonObject pod)
    {
        if (new Metadata(pod).Labels is not { Count: > 0 } labels || pod.GetObject("spec") is not { } spec) return;
        foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
        {
            var affinity = spec.FindObject("affinity", kind);
            foreach (var term in affinity?.GetArray("requiredDuringSchedulingIgnoredDuringExecution") ?? []) Merge(term as JsonObject, labels);
            foreach (var term in affinity?.GetArray("preferredDuringSchedulingIgnoredDuringExecution") ?? [])
                Merge((term as JsonObject)?.GetObject("podAffinityTerm"), labels);
        }

        foreach (var spread in spec.GetArray("topologySpreadConstraints") ?? []) Merge(spread as JsonObject, labels);
    }

    private static void Merge(JsonObject? term, JsonObject labels)
    {
        if (term?.GetObject("labelSelector") is not { } selector) return;
        Add(selector, term.GetArray("matchLabelKeys"), "In", labels);
        Add(selector, term.GetArray("mismatchLabelKeys"), "NotIn", labels);
    }

    private static void Add(JsonObject selector, JsonArray? keys, string @operator, JsonObject labels)
    {
        foreach (var item in keys ?? [])
        {
            if (item is not JsonString { Value: var key } || labels.GetString(key) is not { } value) continue;
            selector.GetOrAddArray("matchExpressions").Add(new JsonObject { { "key", key }, { "operator", @operator }, { "values", JsonArray.OfStrings([value]) } });
        }
    }
}
