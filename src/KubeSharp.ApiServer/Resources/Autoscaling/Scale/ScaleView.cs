using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Autoscaling.Scale;

/// <summary>The Scale of a workload: how many replicas it has and should have.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/autoscaling-resources/scale-v1/</remarks>
internal static class ScaleView
{
    /// <summary>The Scale of a Deployment, ReplicaSet, StatefulSet or ReplicationController.</summary>
    public static JsonObject Of(JsonObject workload)
    {
        var from = new Metadata(workload);
        var scale = new JsonObject
        {
            { "kind", "Scale" },
            { "apiVersion", "autoscaling/v1" },
            {
                "metadata", new JsonObject
                {
                    { "name", from.Name },
                    { "namespace", from.Namespace },
                    { "uid", from.Uid },
                    { "resourceVersion", from.ResourceVersion },
                    { "creationTimestamp", from.CreationTimestamp },
                }
            },
        };
        var spec = new JsonObject();
        if (workload.GetObject("spec")?.GetInt64("replicas") is { } wanted and not 0) spec.Set("replicas", wanted);
        scale.Set("spec", spec);
        var status = new JsonObject { { "replicas", workload.GetObject("status")?.GetInt64("replicas") ?? 0 } };
        var selector = Selector(workload.GetObject("spec")?.GetObject("selector"));
        if (selector.Length > 0) status.Set("selector", selector);
        scale.Set("status", status);
        return scale;
    }

    // A ReplicationController's selector is a plain map of labels.
    private static string Selector(JsonObject? selector)
    {
        if (selector is null) return "";
        if (selector.Contains("matchLabels") || selector.Contains("matchExpressions"))
        {
            return LabelQuery.TryFrom(selector, out var query, out _) ? query.ToString() : "";
        }

        return string.Join(",", selector.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={(pair.Value as JsonString)?.Value}"));
    }
}
