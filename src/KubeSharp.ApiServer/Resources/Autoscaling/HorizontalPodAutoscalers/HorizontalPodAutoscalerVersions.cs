using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>Version 1 of autoscalers to version 2 and back. What version 1 cannot say lies in annotations there.</summary>
internal static class HorizontalPodAutoscalerVersions
{
    private const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    private const string CurrentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics";
    private const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";
    private const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";
    private const string Target = "targetCPUUtilizationPercentage";
    private const string Current = "currentCPUUtilizationPercentage";

    public static void ToFirst(JsonObject document)
    {
        var metadata = new Metadata(document);
        if (document.GetObject("spec") is { } spec)
        {
            var rest = new JsonArray();
            foreach (var (_, metric) in spec.GetArray("metrics").Items())
            {
                if (!spec.Contains(Target) && CpuOf(metric, "target") is { } percent) spec.Set(Target, percent);
                else rest.Add(metric);
            }

            spec.Remove("metrics");
            if (rest.Count > 0) metadata.SetAnnotation(Metrics, rest.ToString());
            if (spec["behavior"] is { } behavior) metadata.SetAnnotation(Behavior, behavior.ToString());
            spec.Remove("behavior");
        }

        if (document.GetObject("status") is not { } status) return;
        foreach (var (_, metric) in status.GetArray("currentMetrics").Items())
        {
            if (CpuOf(metric, "current") is { } percent) status.Set(Current, percent);
        }

        if (status.GetArray("currentMetrics") is { Count: > 0 } all) metadata.SetAnnotation(CurrentMetrics, all.ToString());
        if (status.GetArray("conditions") is { Count: > 0 } conditions) metadata.SetAnnotation(Conditions, conditions.ToString());
        status.Remove("currentMetrics");
        status.Remove("conditions");
        status.SetDefault("currentReplicas", 0);
        status.SetDefault("desiredReplicas", 0);
    }

    public static void FromFirst(JsonObject document)
    {
        var annotations = document.FindObject("metadata", "annotations");
        if (document.GetObject("spec") is { } spec)
        {
            var metrics = new JsonArray();
            if (spec[Target] is JsonNumber percent) metrics.Add(Cpu("target", new JsonObject { { "type", "Utilization" }, { "averageUtilization", percent } }));
            foreach (var metric in Take(annotations, Metrics) as JsonArray ?? []) metrics.Add(metric);
            spec.Remove(Target);
            if (metrics.Count > 0) spec.Set("metrics", metrics);
            if (Take(annotations, Behavior) is JsonObject behavior) spec.Set("behavior", behavior);
        }

        var status = document.GetObject("status");
        if (Take(annotations, CurrentMetrics) is JsonArray current) status?.Set("currentMetrics", current);
        else if (status?[Current] is JsonNumber used) status.Set("currentMetrics", new JsonArray { Cpu("current", new JsonObject { { "averageUtilization", used } }) });
        status?.Remove(Current);
        if (Take(annotations, Conditions) is JsonArray conditions) status?.Set("conditions", conditions);
        if (annotations is { Count: 0 }) document.GetObject("metadata")?.Remove("annotations");
    }

    private static JsonObject Cpu(string member, JsonObject value) =>
        new() { { "type", "Resource" }, { "resource", new JsonObject { { "name", "cpu" }, { member, value } } } };

    private static JsonNumber? CpuOf(JsonObject metric, string member) =>
        metric.GetString("type") == "Resource" && metric.FindString("resource", "name") == "cpu" ? metric.Find("resource", member, "averageUtilization") as JsonNumber : null;

    private static JsonValue? Take(JsonObject? annotations, string name)
    {
        if (annotations?.GetString(name) is not { } text) return null;
        try
        {
            var value = JsonParser.Parse(System.Text.Encoding.UTF8.GetBytes(text));
            annotations.Remove(name);
            return value;
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }
}
