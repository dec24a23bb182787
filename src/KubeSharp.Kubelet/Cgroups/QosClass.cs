using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Cgroups;

/// <summary>
/// The quality-of-service class of a pod.
/// https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
/// </summary>
internal static class QosClass
{
    public const string Guaranteed = "Guaranteed";
    public const string Burstable = "Burstable";
    public const string BestEffort = "BestEffort";

    public static string Of(Pod pod)
    {
        if (pod.Status.QosClass is { Length: > 0 } known)
        {
            return known;
        }

        if (pod.Spec.Resources is { } whole && (whole.Requests?.Count > 0 || whole.Limits?.Count > 0))
        {
            return Class([whole]);
        }

        var all = new List<ResourceRequirements>();
        foreach (var container in pod.Spec.InitContainers ?? [])
        {
            all.Add(container.Resources);
        }

        foreach (var container in pod.Spec.Containers)
        {
            all.Add(container.Resources);
        }

        return Class(all);
    }

    private static string Class(List<ResourceRequirements> all)
    {
        var any = false;
        var guaranteed = true;
        foreach (var resources in all)
        {
            foreach (var name in (ReadOnlySpan<string>)["cpu", "memory"])
            {
                var limit = Amount(resources.Limits, name);
                var request = Amount(resources.Requests, name) ?? limit;
                any |= limit is not null || request is not null;
                guaranteed &= limit is { } l && request is { } r && l == r;
            }
        }

        return !any ? BestEffort : guaranteed ? Guaranteed : Burstable;
    }

    private static Quantity? Amount(Dictionary<string, Quantity>? list, string name) =>
        list is not null && list.TryGetValue(name, out var amount) && amount.Sign > 0 ? amount : null;
}
