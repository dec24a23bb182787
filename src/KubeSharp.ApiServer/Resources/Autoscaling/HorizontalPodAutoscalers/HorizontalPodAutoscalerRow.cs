using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>The row of an autoscaler.</summary>
internal static class HorizontalPodAutoscalerRow
{
    private const int Shown = 2;

    public static void Print(TableRowBuilder row, JsonObject autoscaler)
    {
        var spec = autoscaler.GetObject("spec") ?? new JsonObject();
        row.Add(new Metadata(autoscaler).Name)
            .Add($"{spec.FindString("scaleTargetRef", "kind")}/{spec.FindString("scaleTargetRef", "name")}")
            .Add(Targets(spec.GetArray("metrics"), autoscaler.FindArray("status", "currentMetrics")))
            .Add(Shared.Cells.Text(spec["minReplicas"]) ?? "<unset>")
            .Add(spec.GetInt64("maxReplicas") ?? 0)
            .Add(autoscaler.Status("currentReplicas"))
            .AddAge(autoscaler);
    }

    private static string Targets(JsonArray? metrics, JsonArray? current)
    {
        var texts = new List<string>();
        for (var i = 0; i < metrics?.Count; i++)
        {
            if (metrics[i] is JsonObject metric) texts.Add(Target(metric, i < current?.Count ? current[i] as JsonObject : null));
        }

        return Shared.Cells.Some(texts, Shown, "<none>", ", ");
    }

    private static string Target(JsonObject metric, JsonObject? status)
    {
        var source = metric.GetString("type") switch
        {
            "Resource" => "resource",
            "ContainerResource" => "containerResource",
            "Pods" => "pods",
            "Object" => "object",
            "External" => "external",
            _ => "",
        };
        if (source.Length == 0) return "<unknown type>";
        var target = metric.FindObject(source, "target");
        var now = status?.FindObject(source, "current");
        var average = Shared.Cells.Text(target?["averageValue"]);
        if (source is "resource" or "containerResource")
        {
            var (of, to) = average is null
                ? (Percent(now?["averageUtilization"]) ?? "<unknown>", Percent(target?["averageUtilization"]) ?? "<auto>")
                : (Shared.Cells.Text(now?["averageValue"]) ?? "<unknown>", average);
            return $"{metric.FindString(source, "name")}: {of}/{to}";
        }

        return source == "pods" || average is not null
            ? $"{Shared.Cells.Text(now?["averageValue"]) ?? "<unknown>"}/{average ?? "0"}{(source == "pods" ? "" : " (avg)")}"
            : $"{Shared.Cells.Text(now?["value"]) ?? "<unknown>"}/{Shared.Cells.Text(target?["value"]) ?? "0"}";
    }

    private static string? Percent(JsonValue? value) => value is JsonNumber number ? number.Text + "%" : null;
}
