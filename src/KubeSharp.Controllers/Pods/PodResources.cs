using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>What a pod takes in all: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers.</summary>
internal static class PodResources
{
    public static Dictionary<string, Quantity> Requests(Pod pod) => Total(pod, static r => r?.Requests);

    public static Dictionary<string, Quantity> Limits(Pod pod) => Total(pod, static r => r?.Limits);

    /// <summary>No container asks for or is limited to anything.</summary>
    public static bool IsBestEffort(Pod pod)
    {
        foreach (Container container in (List<Container>)[.. pod.Spec.Containers, .. pod.Spec.InitContainers ?? []])
            if (HasCompute(container.Resources.Requests) || HasCompute(container.Resources.Limits)) return false;
        return true;
    }

    private static bool HasCompute(Dictionary<string, Quantity>? resources) =>
        resources is not null && ((resources.TryGetValue("cpu", out Quantity cpu) && !cpu.IsZero) || (resources.TryGetValue("memory", out Quantity memory) && !memory.IsZero));

    /// <summary>Containers run together with sidecars; each init container runs with the sidecars before it. The larger counts.</summary>
    private static Dictionary<string, Quantity> Total(Pod pod, Func<ResourceRequirements?, Dictionary<string, Quantity>?> pick)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (Container container in pod.Spec.Containers) Add(total, pick(container.Resources));
        var sidecars = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var peak = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (Container container in pod.Spec.InitContainers ?? [])
        {
            var here = new Dictionary<string, Quantity>(sidecars);
            Add(here, pick(container.Resources));
            Max(peak, here);
            if (container.RestartPolicy == "Always") Add(sidecars, pick(container.Resources));
        }

        Add(total, sidecars);
        Max(total, peak);
        if (pick(pod.Spec.Resources) is { } whole)
            foreach ((string name, Quantity amount) in whole) total[name] = amount;
        Add(total, pod.Spec.Overhead);
        return total;
    }

    private static void Add(Dictionary<string, Quantity> sum, Dictionary<string, Quantity>? amounts)
    {
        foreach ((string name, Quantity amount) in amounts ?? []) sum[name] = sum.TryGetValue(name, out Quantity had) ? had + amount : amount;
    }

    private static void Max(Dictionary<string, Quantity> most, Dictionary<string, Quantity> amounts)
    {
        foreach ((string name, Quantity amount) in amounts)
            if (!most.TryGetValue(name, out Quantity had) || had < amount) most[name] = amount;
    }
}
