using KubeSharp.Kubelet.StaticPods;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>
/// Which pod goes first: those that use more than they asked for, then by priority, then by how far they are above. Pods that keep
/// the node itself alive never go. Pure.
/// </summary>
internal static class EvictionRanking
{
    private const int SystemCritical = 2_000_000_000;

    public static Pod? First(IReadOnlyCollection<Pod> pods, string resource, Func<Pod, long> usage)
    {
        Pod? first = null;
        (bool Exceeds, int Priority, long Excess) worst = default;
        foreach (var pod in pods)
        {
            if (pod.Spec.Priority >= SystemCritical || MirrorPods.IsStatic(pod))
            {
                continue;
            }

            long request = 0;
            foreach (var container in pod.Spec.Containers)
            {
                request += container.Resources.Requests is { } requests && requests.TryGetValue(resource, out var amount) ? amount.Value : 0;
            }

            var excess = usage(pod) - request;
            var rank = (Exceeds: excess > 0, Priority: pod.Spec.Priority ?? 0, Excess: excess);
            if (first is null || Worse(rank, worst))
            {
                (first, worst) = (pod, rank);
            }
        }

        return first;
    }

    private static bool Worse((bool Exceeds, int Priority, long Excess) a, (bool Exceeds, int Priority, long Excess) b) =>
        a.Exceeds != b.Exceeds ? a.Exceeds : a.Priority != b.Priority ? a.Priority < b.Priority : a.Excess > b.Excess;
}
