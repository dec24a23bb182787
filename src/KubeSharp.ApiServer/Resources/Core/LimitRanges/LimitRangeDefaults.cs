using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.LimitRanges;

/// <summary>For containers: the default limit is the maximum, the default request the default limit or the minimum.</summary>
internal static class LimitRangeDefaults
{
    public static void Apply(JsonObject range)
    {
        foreach (var item in range.FindArray("spec", "limits") ?? [])
        {
            if (item is not JsonObject limit || limit.GetString("type") != "Container") continue;
            Fill(limit, "default", "max");
            Fill(limit, "defaultRequest", "default");
            Fill(limit, "defaultRequest", "min");
        }
    }

    private static void Fill(JsonObject limit, string target, string source)
    {
        if (limit.GetObject(source) is not { Count: > 0 } from) return;
        var to = limit.GetOrAddObject(target);
        foreach (var (name, amount) in from) to.SetDefault(name, amount);
    }
}
