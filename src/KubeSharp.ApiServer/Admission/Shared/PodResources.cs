using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiServer.Admission.Shared;

/// <summary>Amounts of resources. Pure.</summary>
internal static class PodResources
{
    /// <summary>Reads a list of amounts; what cannot be read is left out.</summary>
    public static SortedDictionary<string, Quantity> Read(JsonObject? list)
    {
        SortedDictionary<string, Quantity> amounts = new(StringComparer.Ordinal);
        foreach (var (name, value) in list ?? [])
        {
            var text = value switch { JsonString s => s.Value, JsonNumber n => n.Text, _ => null };
            if (Quantity.TryParse(text, out var amount))
                amounts[name] = amount;
        }

        return amounts;
    }

    /// <summary>
    /// What a pod as a whole asks for (<c>requests</c>) or may use (<c>limits</c>): its containers together, or its largest init
    /// container if that is more (https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers).
    /// </summary>
    public static SortedDictionary<string, Quantity> OfPod(JsonObject spec, string which)
    {
        SortedDictionary<string, Quantity> total = new(StringComparer.Ordinal);
        foreach (var container in spec.Objects("containers"))
            Add(total, Of(container, which));

        SortedDictionary<string, Quantity> sidecars = new(StringComparer.Ordinal);
        SortedDictionary<string, Quantity> largest = new(StringComparer.Ordinal);
        foreach (var container in spec.Objects("initContainers"))
        {
            // A sidecar runs beside whatever follows it.
            var own = Of(container, which);
            if (container.GetString("restartPolicy") == "Always")
            {
                Add(total, own);
                Add(sidecars, own);
                Max(largest, sidecars);
            }
            else
            {
                Add(own, sidecars);
                Max(largest, own);
            }
        }

        Max(total, largest);

        // What the pod says for itself as a whole comes before the sum of its parts.
        foreach (var (name, amount) in Read(spec.FindObject("resources", which)))
            total[name] = amount;
        if (which == "requests" || total.Count > 0)
        {
            foreach (var (name, amount) in Read(spec.GetObject("overhead")))
            {
                if (which == "requests" || total.ContainsKey(name))
                    total[name] = total.TryGetValue(name, out var sum) ? sum + amount : amount;
            }
        }

        return total;
    }

    /// <summary>What a container asks for or may use.</summary>
    public static SortedDictionary<string, Quantity> Of(JsonObject container, string which) => Read(container.FindObject("resources", which));

    private static void Add(SortedDictionary<string, Quantity> total, SortedDictionary<string, Quantity> more)
    {
        foreach (var (name, amount) in more)
            total[name] = total.TryGetValue(name, out var sum) ? sum + amount : amount;
    }

    private static void Max(SortedDictionary<string, Quantity> total, SortedDictionary<string, Quantity> other)
    {
        foreach (var (name, amount) in other)
        {
            if (!total.TryGetValue(name, out var present) || amount > present)
                total[name] = amount;
        }
    }
}
