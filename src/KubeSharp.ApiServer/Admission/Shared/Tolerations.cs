using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Shared;

/// <summary>What tolerations have to do with each other. Pure.</summary>
internal static class Tolerations
{
    /// <summary>Adds a toleration; one for the same key, effect, operator and value is replaced.</summary>
    public static void AddOrUpdate(JsonObject spec, JsonObject toleration)
    {
        var list = spec.GetOrAddArray("tolerations");
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject own || !SameTaint(own, toleration)) continue;
            list[i] = toleration;
            return;
        }

        list.Add(toleration);
    }

    /// <summary>Both lists as one: what another of them tolerates anyway is left out.</summary>
    public static JsonArray Merge(IEnumerable<JsonObject> first, IEnumerable<JsonObject> second)
    {
        JsonObject[] all = [.. first, .. second];
        List<JsonObject> merged = [];
        for (var i = 0; i < all.Length; i++)
        {
            if (merged.Exists(kept => Covers(kept, all[i]))) continue;

            // Of two that mean the same the first stays.
            if (all.Skip(i + 1).Any(later => Covers(later, all[i]) && !JsonValue.DeepEquals(later, all[i]))) continue;
            merged.Add(all[i]);
        }

        return new JsonArray(merged);
    }

    /// <summary>Whether every toleration is covered by one of those that are allowed; where none are named all are.</summary>
    public static bool AllAllowed(IEnumerable<JsonObject> tolerations, IReadOnlyList<JsonObject> allowed) =>
        allowed.Count == 0 || tolerations.All(toleration => allowed.Any(rule => Covers(rule, toleration)));

    /// <summary>Whether whatever one tolerates another does too.</summary>
    public static bool Covers(JsonObject wide, JsonObject narrow)
    {
        if (JsonValue.DeepEquals(wide, narrow)) return true;
        var (key, narrowKey) = (wide.GetString("key") ?? "", narrow.GetString("key") ?? "");
        if (key != narrowKey && !(key.Length == 0 && Operator(wide) == "Exists")) return false;
        var effect = wide.GetString("effect") ?? "";
        if (effect.Length > 0 && effect != (narrow.GetString("effect") ?? "")) return false;
        if (effect == "NoExecute" && wide.GetInt64("tolerationSeconds") is { } seconds)
        {
            if (narrow.GetInt64("tolerationSeconds") is not { } shorter || shorter > seconds) return false;
        }

        return Operator(wide) == "Exists" || (Operator(narrow) == "Equal" && (wide.GetString("value") ?? "") == (narrow.GetString("value") ?? ""));
    }

    private static string Operator(JsonObject toleration) => toleration.GetString("operator") is { Length: > 0 } named ? named : "Equal";

    private static bool SameTaint(JsonObject left, JsonObject right)
    {
        foreach (var member in (ReadOnlySpan<string>)["key", "effect", "value"])
        {
            if ((left.GetString(member) ?? "") != (right.GetString(member) ?? "")) return false;
        }

        return Operator(left) == Operator(right);
    }
}
