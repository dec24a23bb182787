using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Autoscaling.HorizontalPodAutoscalers;

/// <summary>How fast to scale, as the annotation of version 1 has it: all members by their Go names, the absent ones too.</summary>
internal static class BehaviorVersions
{
    private static readonly string[] Directions = ["scaleUp", "scaleDown"];

    public static JsonObject ToInternal(JsonObject behavior)
    {
        var shown = new JsonObject();
        foreach (var direction in Directions)
        {
            var name = Capital(direction);
            if (behavior.GetObject(direction) is not { } rules)
            {
                shown.Set(name, JsonNull.Instance);
                continue;
            }

            var inner = InternalForm.Of(rules, "stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
            if (rules.GetArray("policies") is { } policies)
                inner.Set("Policies", new JsonArray(policies.Items().Select(policy => InternalForm.Of(policy.Item, "type", "value", "periodSeconds"))));
            shown.Set(name, inner);
        }

        return shown;
    }

    public static JsonObject FromInternal(JsonObject shown)
    {
        var behavior = new JsonObject();
        foreach (var direction in Directions)
        {
            if (Member(shown, direction) is not JsonObject inner) continue;
            var rules = Only(inner, "stabilizationWindowSeconds", "selectPolicy", "tolerance");
            if (Member(inner, "policies") is JsonArray policies)
                rules.Set("policies", new JsonArray(policies.Items().Select(policy => Only(policy.Item, "type", "value", "periodSeconds"))));
            behavior.Set(direction, rules);
        }

        return behavior;
    }

    private static JsonObject Only(JsonObject from, params ReadOnlySpan<string> names)
    {
        var to = new JsonObject();
        foreach (var name in names)
        {
            if (Member(from, name) is { } value and not JsonNull) to.Set(name, value);
        }

        return to;
    }

    // Whoever writes the annotation by hand may write the names as the API has them.
    private static JsonValue? Member(JsonObject from, string name)
    {
        foreach (var (member, value) in from)
        {
            if (string.Equals(member, name, StringComparison.OrdinalIgnoreCase)) return value;
        }

        return null;
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
