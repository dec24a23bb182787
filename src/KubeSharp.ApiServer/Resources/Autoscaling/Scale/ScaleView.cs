using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Resources.Autoscaling.Scale;

/// <summary>The Scale of a workload: how many replicas it has and should have.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/autoscaling-resources/scale-v1/</remarks>
internal static class ScaleView
{
    /// <summary>The replicas in the Scale of a custom object that has none, while it is changed: a change must name a number then.</summary>
    public const long NotSet = int.MinValue;

    /// <summary>The Scale of a Deployment, ReplicaSet, StatefulSet or ReplicationController, or of a custom object with its own paths.</summary>
    public static JsonObject Of(JsonObject workload, ScalePaths? paths = null)
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
        if (Number(workload, paths?.Wanted ?? ["spec", "replicas"]) is { } wanted and not 0) spec.Set("replicas", wanted);
        scale.Set("spec", spec);
        var status = new JsonObject { { "replicas", Number(workload, paths?.Present ?? ["status", "replicas"]) ?? 0 } };
        var selector = paths is null ? Selector(workload.GetObject("spec")?.GetObject("selector")) : paths.Selector.Length == 0 ? "" : workload.FindString(paths.Selector) ?? "";
        if (selector.Length > 0) status.Set("selector", selector);
        scale.Set("status", status);
        return scale;
    }

    private static long? Number(JsonObject workload, string[] path) => workload.Find(path) is JsonNumber number && number.TryGetInt64(out var value) ? value : null;

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
