using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Scheduler.Framework;

/// <summary>
/// What a pod asks of a node: the sum of its containers and restartable init containers, or the largest moment of its init sequence
/// if that is more; pod-level requests override what containers add up to; the runtime's overhead comes on top.
/// https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
/// </summary>
internal static class PodRequests
{
    /// <summary>CPU that scoring assumes for a container that asks for none, in thousandths of a core.</summary>
    public const long DefaultMilliCpu = 100;

    /// <summary>Memory that scoring assumes for a container that asks for none, in bytes.</summary>
    public const long DefaultMemory = 200L * 1024 * 1024;

    /// <summary>The requests that count against a node's allocatable resources.</summary>
    public static ResourceVector Compute(Pod pod) => Compute(pod, 0, 0);

    /// <summary>The requests that scoring uses: containers without CPU or memory requests count with a default.</summary>
    public static (long MilliCpu, long Memory) ComputeNonZero(Pod pod, ResourceVector requests)
    {
        var podLevel = HasPodLevelRequests(pod);
        var cpu = podLevel && requests.MilliCpu != 0 ? 0 : DefaultMilliCpu;
        var memory = podLevel && requests.Memory != 0 ? 0 : DefaultMemory;
        if (cpu == 0 && memory == 0)
            return (requests.MilliCpu, requests.Memory);
        var withDefaults = Compute(pod, cpu, memory);
        return (withDefaults.MilliCpu, withDefaults.Memory);
    }

    /// <summary>Converts a resource list as the API has it.</summary>
    public static ResourceVector FromList(Dictionary<string, Quantity>? list)
    {
        var result = new ResourceVector();
        if (list is not null)
        {
            foreach (var (name, quantity) in list)
                result[name] = Amount(name, quantity);
        }

        return result;
    }

    private static long Amount(string name, Quantity quantity) => name == "cpu" ? quantity.MilliValue : quantity.Value;

    private static ResourceVector Compute(Pod pod, long defaultMilliCpu, long defaultMemory)
    {
        var spec = pod.Spec;
        var total = new ResourceVector();
        var infeasible = IsResizeInfeasible(pod);
        foreach (var container in spec.Containers)
            total.Add(OfContainer(container, Find(pod.Status.ContainerStatuses, container.Name), infeasible, defaultMilliCpu, defaultMemory));

        if (spec.InitContainers is { Count: > 0 } initContainers)
        {
            var sidecars = new ResourceVector();
            var peak = new ResourceVector();
            foreach (var container in initContainers)
            {
                var own = OfContainer(container, Find(pod.Status.InitContainerStatuses, container.Name), infeasible, defaultMilliCpu, defaultMemory);
                if (container.RestartPolicy == "Always")
                {
                    total.Add(own);
                    sidecars.Add(own);
                    peak.Max(sidecars);
                }
                else
                {
                    own.Add(sidecars);
                    peak.Max(own);
                }
            }

            total.Max(peak);
        }

        if (HasPodLevelRequests(pod))
        {
            foreach (var (name, quantity) in spec.Resources!.Requests!)
            {
                if (IsPodLevelResource(name))
                    total[name] = Amount(name, quantity);
            }
        }

        if (spec.Overhead is { Count: > 0 } overhead)
            total.Add(FromList(overhead));
        return total;
    }

    private static ResourceVector OfContainer(Container container, ContainerStatus? status, bool infeasible, long defaultMilliCpu, long defaultMemory)
    {
        var requests = container.Resources.Requests;
        var own = FromList(requests);
        if (status?.Resources is not null)
        {
            // A resize in progress holds the larger of what is wanted, given and admitted; one that cannot be done wants nothing more.
            var held = FromList(status.Resources.Requests);
            held.Max(FromList(status.AllocatedResources));
            if (infeasible)
                own = held;
            else
                own.Max(held);
        }

        if (defaultMilliCpu != 0 && requests?.ContainsKey("cpu") != true)
            own.MilliCpu = defaultMilliCpu;
        if (defaultMemory != 0 && requests?.ContainsKey("memory") != true)
            own.Memory = defaultMemory;
        return own;
    }

    private static ContainerStatus? Find(List<ContainerStatus>? statuses, string name)
    {
        if (statuses is null)
            return null;
        foreach (var status in statuses)
        {
            if (status.Name == name)
                return status;
        }

        return null;
    }

    private static bool IsResizeInfeasible(Pod pod)
    {
        if (pod.Status.Conditions is not { } conditions)
            return false;
        foreach (var condition in conditions)
        {
            if (condition.Type == "PodResizePending")
                return condition.Reason == "Infeasible";
        }

        return false;
    }

    private static bool HasPodLevelRequests(Pod pod)
    {
        if (pod.Spec.Resources?.Requests is not { } requests)
            return false;
        foreach (var (name, _) in requests)
        {
            if (IsPodLevelResource(name))
                return true;
        }

        return false;
    }

    private static bool IsPodLevelResource(string name) =>
        name is "cpu" or "memory" || name.StartsWith("hugepages-", StringComparison.Ordinal);
}
