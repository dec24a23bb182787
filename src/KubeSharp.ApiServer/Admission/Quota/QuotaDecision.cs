using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Holds what a request adds against one quota. Pure.</summary>
internal static class QuotaDecision
{
    // Who limits these demands that every container states them: an old rule that cannot be taken back any more.
    private static readonly HashSet<string> _ofContainers = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    /// <summary>What the object adds where the quota limits it: the difference to what it counted for before, nothing where that is less.</summary>
    public static SortedDictionary<string, Quantity> Added(
        JsonObject quota, SortedDictionary<string, Quantity> now, SortedDictionary<string, Quantity>? before)
    {
        SortedDictionary<string, Quantity> added = new(StringComparer.Ordinal);
        foreach (var name in Hard(quota).Keys)
        {
            var delta = now.GetValueOrDefault(name) - (before?.GetValueOrDefault(name) ?? default);
            if (delta.Sign > 0)
                added[name] = delta;
        }

        return added;
    }

    /// <summary>Why the quota has no room, or null.</summary>
    public static string? WhyExceeded(JsonObject quota, SortedDictionary<string, Quantity> added)
    {
        var hard = Hard(quota);
        var used = PodResources.Read(quota.FindObject("status", "used"));
        List<string> over = [];
        foreach (var (name, delta) in added)
        {
            if (hard.TryGetValue(name, out var limit) && used.GetValueOrDefault(name) + delta > limit)
                over.Add(name);
        }

        if (over.Count == 0)
            return null;
        string List(SortedDictionary<string, Quantity> amounts) =>
            string.Join(',', over.Select(name => $"{name}={(amounts.TryGetValue(name, out var amount) ? amount.ToString() : "0")}"));
        return $"exceeded quota: {quota.FindString("metadata", "name")}, requested: {List(added)}, used: {List(used)}, limited: {List(hard)}";
    }

    /// <summary>Why nobody can say what is used of what the quota limits and the object counts for, or null: nobody has counted yet.</summary>
    public static string? WhyUnknown(JsonObject quota, SortedDictionary<string, Quantity> now)
    {
        var used = quota.FindObject("status", "used");
        var limited = Hard(quota).Keys.Where(now.ContainsKey).ToList();
        return limited.All(name => used?.Contains(name) == true)
            ? null
            : $"status unknown for quota: {quota.FindString("metadata", "name")}, resources: {string.Join(',', limited)}";
    }

    /// <summary>Which limited amounts the containers of a pod fail to state, in words, or null.</summary>
    public static string? WhyIncomplete(JsonObject quota, JsonObject pod)
    {
        if (pod.GetObject("spec") is not { } spec)
            return null;
        List<string> missing = [];
        foreach (var name in Hard(quota).Keys.Where(_ofContainers.Contains))
        {
            var (which, amount) = name.Split('.') is [var kind, var rest] ? (kind, rest) : ("requests", name);
            if (spec.FindObject("resources", which)?.Contains(amount) == true)
                continue;
            var silent = PodSpecs.Containers(spec)
                .Where(container => container.FindObject("resources", which)?.Contains(amount) != true)
                .Select(container => container.GetString("name"))
                .Order(StringComparer.Ordinal)
                .ToList();
            if (silent.Count > 0)
                missing.Add($"{name} for: {string.Join(',', silent)}");
        }

        return missing.Count == 0 ? null : $"failed quota: {quota.FindString("metadata", "name")}: must specify {string.Join("; ", missing)}";
    }

    /// <summary>The quota with the amounts added to what is used, or taken from it.</summary>
    public static JsonObject Charge(JsonObject quota, SortedDictionary<string, Quantity> added, bool giveBack = false)
    {
        var used = PodResources.Read(quota.FindObject("status", "used"));
        var written = quota.GetOrAddObject("status").GetOrAddObject("used");
        foreach (var (name, delta) in added)
        {
            var before = used.GetValueOrDefault(name);
            written.Set(name, new JsonString((giveBack ? before - delta : before + delta).ToString()));
        }

        return quota;
    }

    /// <summary>The names that the quota limits.</summary>
    public static IEnumerable<string> Limited(JsonObject quota) => Hard(quota).Keys;

    private static SortedDictionary<string, Quantity> Hard(JsonObject quota) => PodResources.Read(quota.FindObject("status", "hard"));
}
