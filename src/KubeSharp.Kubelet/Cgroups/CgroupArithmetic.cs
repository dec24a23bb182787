using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Cgroups;

/// <summary>From Kubernetes quantities to cgroup values. Shares and quota are those of cgroup v1; v2 values derive from them.</summary>
internal static class CgroupArithmetic
{
    public const long QuotaPeriod = 100_000;
    private const long LeastShares = 2;
    private const long MostShares = 262_144;
    private const long LeastQuota = 1000;

    /// <summary>cpu.shares for a request in millicores.</summary>
    public static long Shares(long milliCpu) => milliCpu <= 0 ? LeastShares : Math.Clamp(milliCpu * 1024 / 1000, LeastShares, MostShares);

    /// <summary>cpu.cfs_quota_us for a limit in millicores; 0 for no limit.</summary>
    public static long Quota(long milliCpu) => milliCpu <= 0 ? 0 : Math.Max(milliCpu * QuotaPeriod / 1000, LeastQuota);

    /// <summary>cpu.weight (v2) for shares: the range 2..262144 laid over 1..10000.</summary>
    public static long Weight(long shares) => 1 + ((Math.Clamp(shares, LeastShares, MostShares) - 2) * 9999 / 262_142);

    /// <summary>
    /// How readily the kernel kills a container when the node is out of memory: from -997 (guaranteed) to 1000 (best effort), between
    /// them by the share of the node's memory that it requests.
    /// </summary>
    public static int OomScoreAdjustment(Pod pod, Container container, long nodeMemory)
    {
        const int guaranteed = -997, bestEffort = 1000;
        if (pod.Spec.Priority >= 2_000_000_000)
        {
            return guaranteed;
        }

        switch (QosClass.Of(pod))
        {
            case QosClass.Guaranteed:
                return guaranteed;
            case QosClass.BestEffort:
                return bestEffort;
            default:
                var request = Amount(container.Resources.Requests, "memory")?.Value ?? 0;
                var score = (int)(1000 - (Int128)1000 * request / Math.Max(nodeMemory, 1));
                return score < 1000 + guaranteed ? 1000 + guaranteed : score == bestEffort ? bestEffort - 1 : score;
        }
    }

    /// <summary>The sums over a pod's containers: init containers count by their maximum, sidecars add up.</summary>
    public static PodResources PodTotals(Pod pod)
    {
        if (pod.Spec.Resources is { } whole && (whole.Requests?.Count > 0 || whole.Limits?.Count > 0))
        {
            return new PodResources(
                (Amount(whole.Requests, "cpu") ?? Amount(whole.Limits, "cpu"))?.MilliValue ?? 0,
                Amount(whole.Limits, "cpu")?.MilliValue ?? 0,
                Amount(whole.Limits, "memory")?.Value ?? 0);
        }

        long request = 0, cpuLimit = 0, memoryLimit = 0, initRequest = 0, initCpu = 0, initMemory = 0;
        bool cpuLimited = true, memoryLimited = true;
        foreach (var container in pod.Spec.Containers)
        {
            Add(container.Resources, ref request, ref cpuLimit, ref memoryLimit, ref cpuLimited, ref memoryLimited);
        }

        long sidecarRequest = 0, sidecarCpu = 0, sidecarMemory = 0;
        foreach (var container in pod.Spec.InitContainers ?? [])
        {
            if (container.RestartPolicy == "Always")
            {
                Add(container.Resources, ref sidecarRequest, ref sidecarCpu, ref sidecarMemory, ref cpuLimited, ref memoryLimited);
                continue;
            }

            long oneRequest = sidecarRequest, oneCpu = sidecarCpu, oneMemory = sidecarMemory;
            Add(container.Resources, ref oneRequest, ref oneCpu, ref oneMemory, ref cpuLimited, ref memoryLimited);
            initRequest = Math.Max(initRequest, oneRequest);
            initCpu = Math.Max(initCpu, oneCpu);
            initMemory = Math.Max(initMemory, oneMemory);
        }

        var overheadCpu = Amount(pod.Spec.Overhead, "cpu")?.MilliValue ?? 0;
        var overheadMemory = Amount(pod.Spec.Overhead, "memory")?.Value ?? 0;
        return new PodResources(
            Math.Max(request + sidecarRequest, initRequest) + overheadCpu,
            cpuLimited ? Math.Max(cpuLimit + sidecarCpu, initCpu) + overheadCpu : 0,
            memoryLimited ? Math.Max(memoryLimit + sidecarMemory, initMemory) + overheadMemory : 0);
    }

    public static Quantity? Amount(Dictionary<string, Quantity>? list, string name) =>
        list is not null && list.TryGetValue(name, out var amount) ? amount : null;

    private static void Add(
        ResourceRequirements resources, ref long request, ref long cpu, ref long memory, ref bool cpuLimited, ref bool memoryLimited)
    {
        var cpuLimit = Amount(resources.Limits, "cpu");
        var memoryLimit = Amount(resources.Limits, "memory");
        request += (Amount(resources.Requests, "cpu") ?? cpuLimit)?.MilliValue ?? 0;
        cpu += cpuLimit?.MilliValue ?? 0;
        memory += memoryLimit?.Value ?? 0;
        cpuLimited &= cpuLimit is { Sign: > 0 };
        memoryLimited &= memoryLimit is { Sign: > 0 };
    }
}
