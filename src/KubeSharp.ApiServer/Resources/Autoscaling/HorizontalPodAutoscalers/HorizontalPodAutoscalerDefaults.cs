using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>At least one replica, CPU at 80 %, and how fast to scale where the behavior is given but not said in full.</summary>
internal static class HorizontalPodAutoscalerDefaults
{
    public static void Apply(JsonObject autoscaler)
    {
        var spec = autoscaler.GetOrAddObject("spec");
        spec.SetDefault("minReplicas", 1);
        if (spec.GetArray("metrics") is not { Count: > 0 })
        {
            spec.Set("metrics", new JsonArray
            {
                new JsonObject
                {
                    { "type", "Resource" },
                    { "resource", new JsonObject { { "name", "cpu" }, { "target", new JsonObject { { "type", "Utilization" }, { "averageUtilization", 80 } } } } },
                },
            });
        }

        // Who says how fast to go one way is told how fast the other is.
        if (spec.GetObject("behavior") is not { } behavior) return;
        var up = behavior.GetOrAddObject("scaleUp");
        up.SetDefault("stabilizationWindowSeconds", 0);
        up.SetDefault("selectPolicy", "Max");
        if (up.GetArray("policies") is null) up.Set("policies", new JsonArray { Policy("Pods", 4), Policy("Percent", 100) });
        var down = behavior.GetOrAddObject("scaleDown");
        down.SetDefault("selectPolicy", "Max");
        if (down.GetArray("policies") is null) down.Set("policies", new JsonArray { Policy("Percent", 100) });
    }

    private static JsonObject Policy(string type, int value) => new() { { "type", type! }, { "value", value }, { "periodSeconds", 15 } };
}
