using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What the containers of a pod need together, at the moment when they need most.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers</remarks>
internal static class ContainerTotals
{
    /// <summary>Adds up requests or limits.</summary>
    /// <param name="spec">The specification of the pod.</param>
    /// <param name="member">Which: <c>requests</c> or <c>limits</c>.</param>
    public static SortedDictionary<string, Quantity> Of(JsonObject spec, string member)
    {
        var running = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.GetArray("containers") ?? []) Add(running, container, member);
        var sidecars = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        var starting = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.GetArray("initContainers") ?? [])
        {
            // One that stays is there for all that come after it; one that ends needs its own besides those that are there already.
            var now = new SortedDictionary<string, Quantity>(sidecars, StringComparer.Ordinal);
            Add(now, container, member);
            if (container.FindString("restartPolicy") == "Always")
            {
                Add(running, container, member);
                sidecars = now;
            }

            Raise(starting, now);
        }

        Raise(running, starting);
        return running;
    }

    private static void Add(SortedDictionary<string, Quantity> totals, JsonValue container, string member)
    {
        foreach (var (name, value) in container.FindObject("resources", member) ?? [])
        {
            if (QuantityRules.Read(value) is { } amount) totals[name] = totals.TryGetValue(name, out var sum) ? sum + amount : amount;
        }
    }

    private static void Raise(SortedDictionary<string, Quantity> totals, SortedDictionary<string, Quantity> least)
    {
        foreach (var (name, amount) in least)
        {
            if (!totals.TryGetValue(name, out var now) || now < amount) totals[name] = amount;
        }
    }
}
