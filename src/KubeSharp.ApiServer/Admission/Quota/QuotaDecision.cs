using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Holds what a request adds against one quota. Pure.</summary>
internal static class QuotaDecision
{
    private static readonly HashSet<string> _ofContainers =
    [
        "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "requests.ephemeral-storage", "limits.ephemeral-storage",
    ];

    /// <summary>What the object adds to the quota: the difference to what it counted for before, only where the quota limits it.</summary>
    public static SortedDictionary<string, Quantity> Added(
        JsonObject quota, SortedDictionary<string, Quantity> now, SortedDictionary<string, Quantity>? before)
    {
        SortedDictionary<string, Quantity> added = new(StringComparer.Ordinal);
        foreach (var name in Hard(quota).Keys)
        {
            var delta = now.GetValueOrDefault(name) - (before?.GetValueOrDefault(name) ?? default);
            if (!delta.IsZero)
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
            if (delta.Sign > 0 && used.GetValueOrDefault(name) + delta > hard[name])
                over.Add(name);
        }

        if (over.Count == 0)
            return null;
        string List(SortedDictionary<string, Quantity> amounts) =>
            string.Join(',', over.Select(name => $"{name}={(amounts.TryGetValue(name, out var amount) ? amount.ToString() : "0")}"));
        return $"exceeded quota: {quota.FindString("metadata", "name")}, requested: {List(added)}, used: {List(used)}, limited: {List(hard)}";
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

    /// <summary>The quota with the amounts added to what is used.</summary>
    public static JsonObject Charge(JsonObject quota, SortedDictionary<string, Quantity> added)
    {
        var used = PodResources.Read(quota.FindObject("status", "used"));
        var written = quota.GetOrAddObject("status").GetOrAddObject("used");
        foreach (var (name, delta) in added)
            written.Set(name, new JsonString((used.GetValueOrDefault(name) + delta).ToString()));
        return quota;
    }

    private static SortedDictionary<string, Quantity> Hard(JsonObject quota) => PodResources.Read(quota.FindObject("status", "hard"));
}
