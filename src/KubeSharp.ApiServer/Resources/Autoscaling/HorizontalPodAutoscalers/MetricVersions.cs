using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>
/// Metrics of version 2 in the form that the annotations of version 1 have: names and values side by side (<c>targetAverageValue</c>), and back.
/// </summary>
internal static class MetricVersions
{
    private static readonly string[] Sources = ["object", "pods", "resource", "containerResource", "external"];

    public static JsonObject ToFirst(JsonObject metric, MetricPart part)
    {
        var first = new JsonObject { { "type", metric.GetString("type") ?? "" } };
        foreach (var source in Sources)
        {
            if (metric.GetObject(source) is { } from) first.Set(source, Flat(source, from, part));
        }

        return first;
    }

    public static JsonObject FromFirst(JsonObject first, MetricPart part)
    {
        var metric = new JsonObject { { "type", first.GetString("type") ?? "" } };
        foreach (var source in Sources)
        {
            if (first.GetObject(source) is { } from) metric.Set(source, Deep(source, from, part));
        }

        return metric;
    }

    private static JsonObject Flat(string source, JsonObject from, MetricPart part)
    {
        var wanted = part == MetricPart.Target;
        var (start, value) = (wanted ? "target" : "current", from.GetObject(wanted ? "target" : "current") ?? []);
        var (name, selector) = (from.FindString("metric", "name") ?? "", from.FindObject("metric", "selector"));
        var flat = new JsonObject();
        switch (source)
        {
            case "object":
                flat.Set("target", Reference(from.GetObject("describedObject") ?? []));
                flat.Set("metricName", new JsonString(name));
                flat.Set(start + "Value", Amount(value["value"]));
                Add(flat, "selector", selector);
                Add(flat, "averageValue", value["averageValue"]);
                break;
            case "pods":
                flat.Set("metricName", new JsonString(name));
                flat.Set(start + "AverageValue", Amount(value["averageValue"]));
                Add(flat, "selector", selector);
                break;
            case "external":
                flat.Set("metricName", new JsonString(name));
                Add(flat, "metricSelector", selector);
                Add(flat, start + "Value", wanted ? value["value"] : Amount(value["value"]));
                Add(flat, start + "AverageValue", value["averageValue"]);
                break;
            default:
                flat.Set("name", new JsonString(from.GetString("name") ?? ""));
                Add(flat, start + "AverageUtilization", value["averageUtilization"]);
                Add(flat, start + "AverageValue", wanted ? value["averageValue"] : Amount(value["averageValue"]));
                if (source == "containerResource") flat.Set("container", new JsonString(from.GetString("container") ?? ""));
                break;
        }

        return flat;
    }

    private static JsonObject Deep(string source, JsonObject from, MetricPart part)
    {
        var wanted = part == MetricPart.Target;
        var start = wanted ? "target" : "current";
        var value = new JsonObject();
        var deep = new JsonObject();
        switch (source)
        {
            case "object":
                deep.Set("describedObject", Reference(from.GetObject("target") ?? []));
                if (wanted) value.Set("type", new JsonString(from["averageValue"] is null ? "Value" : "AverageValue"));
                value.Set("value", Amount(from[start + "Value"]));
                Add(value, "averageValue", from["averageValue"]);
                break;
            case "pods":
                if (wanted) value.Set("type", new JsonString("AverageValue"));
                value.Set("averageValue", Amount(from[start + "AverageValue"]));
                break;
            case "external":
                if (wanted) value.Set("type", new JsonString(from["targetValue"] is null ? "AverageValue" : "Value"));
                Add(value, "value", wanted ? from["targetValue"] : Amount(from["currentValue"]));
                Add(value, "averageValue", from[start + "AverageValue"]);
                break;
            default:
                deep.Set("name", new JsonString(from.GetString("name") ?? ""));
                if (wanted) value.Set("type", new JsonString(from["targetAverageUtilization"] is null ? "AverageValue" : "Utilization"));
                Add(value, "averageValue", wanted ? from["targetAverageValue"] : Amount(from["currentAverageValue"]));
                Add(value, "averageUtilization", from[start + "AverageUtilization"]);
                if (source == "containerResource") deep.Set("container", new JsonString(from.GetString("container") ?? ""));
                break;
        }

        deep.Set(start, value);
        if (source is "resource" or "containerResource") return deep;
        var metric = new JsonObject { { "name", from.GetString("metricName") ?? "" } };
        Add(metric, "selector", from[source == "external" ? "metricSelector" : "selector"]);
        deep.Set("metric", metric);
        return deep;
    }

    private static JsonObject Reference(JsonObject from)
    {
        var reference = new JsonObject { { "kind", from.GetString("kind") ?? "" }, { "name", from.GetString("name") ?? "" } };
        if (from.GetString("apiVersion") is { Length: > 0 } version) reference.Set("apiVersion", new JsonString(version));
        return reference;
    }

    // An amount that must be there is none if nobody said how much.
    private static JsonValue Amount(JsonValue? amount) => amount is null or JsonNull ? new JsonString("0") : amount.DeepClone();

    private static void Add(JsonObject to, string name, JsonValue? value)
    {
        if (value is not (null or JsonNull)) to.Set(name, value.DeepClone());
    }
}
