using System.Text;
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
        Drop(document);
        if (document.GetObject("spec") is { } spec)
        {
            // Only the first metric of the CPU says how much of it may be used.
            var metrics = spec.GetArray("metrics").Items().Select(metric => metric.Item).ToArray();
            if (Array.Find(metrics, IsCpu) is { } cpu && Used(cpu, "target") is { } percent) spec.Set(Target, percent);
            var rest = metrics.Where(metric => !IsCpu(metric) || Used(metric, "target") is null).ToArray();
            if (rest.Length > 0) metadata.SetAnnotation(Metrics, new JsonArray(rest.Select(metric => MetricVersions.ToFirst(metric, MetricPart.Target))).ToString());
            if (spec.GetObject("behavior") is { } behavior) metadata.SetAnnotation(Behavior, BehaviorVersions.ToInternal(behavior).ToString());
            spec.Remove("metrics");
            spec.Remove("behavior");
        }

        if (document.GetObject("status") is not { } status) return;
        var current = status.GetArray("currentMetrics").Items().Select(metric => metric.Item).ToArray();
        foreach (var metric in current)
        {
            if (IsCpu(metric) && Used(metric, "current") is { } percent) status.Set(Current, percent);
        }

        if (current.Length > 0)
            metadata.SetAnnotation(CurrentMetrics, new JsonArray(current.Select(metric => MetricVersions.ToFirst(metric, MetricPart.Current))).ToString());
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
            foreach (var (_, metric) in (Read(annotations, Metrics) as JsonArray).Items()) metrics.Add(MetricVersions.FromFirst(metric, MetricPart.Target));
            if (spec[Target] is JsonNumber percent) metrics.Add(Cpu("target", new JsonObject { { "type", "Utilization" }, { "averageUtilization", percent } }));
            spec.Remove(Target);
            if (metrics.Count > 0) spec.Set("metrics", metrics);
            if (Read(annotations, Behavior) is JsonObject { Count: > 0 } behavior) spec.Set("behavior", BehaviorVersions.FromInternal(behavior));
        }

        var status = document.GetObject("status");
        if (Read(annotations, CurrentMetrics) is JsonArray current)
            status?.Set("currentMetrics", new JsonArray(current.Items().Select(metric => MetricVersions.FromFirst(metric.Item, MetricPart.Current))));
        else if (status?[Current] is JsonNumber used) status.Set("currentMetrics", new JsonArray { Cpu("current", new JsonObject { { "averageUtilization", used } }) });
        status?.Remove(Current);
        if (Read(annotations, Conditions) is JsonArray conditions) status?.Set("conditions", conditions);
        Drop(document);
    }

    /// <summary>Takes away the annotations that stand for what version 2 says itself.</summary>
    public static void Drop(JsonObject document)
    {
        if (document.FindObject("metadata", "annotations") is not { } annotations) return;
        var before = annotations.Count;
        foreach (var name in (ReadOnlySpan<string>)[Metrics, CurrentMetrics, Conditions, Behavior]) annotations.Remove(name);
        if (annotations.Count == 0 && before > 0) document.GetObject("metadata")!.Remove("annotations");
    }

    private static JsonObject Cpu(string member, JsonObject value) =>
        new() { { "type", "Resource" }, { "resource", new JsonObject { { "name", "cpu" }, { member, value } } } };

    private static bool IsCpu(JsonObject metric) => metric.GetString("type") == "Resource" && metric.FindString("resource", "name") == "cpu";

    private static JsonNumber? Used(JsonObject metric, string member) => metric.Find("resource", member, "averageUtilization") as JsonNumber;

    // What cannot be read is as good as not there.
    private static JsonValue? Read(JsonObject? annotations, string name)
    {
        if (annotations?.GetString(name) is not { } text) return null;
        try
        {
            return JsonParser.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonSyntaxException)
        {
            return null;
        }
    }
}
