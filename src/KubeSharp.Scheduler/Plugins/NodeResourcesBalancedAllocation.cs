using KubeSharp.Scheduler.Framework;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>
/// Prefers nodes on which the pod evens out how much of each resource is used. Half of the score range is for making it better, half
/// for making it worse.
/// </summary>
internal sealed class NodeResourcesBalancedAllocation : IPreScorePlugin, IScorePlugin
{
    private readonly string[] resources;
    private readonly bool usual;
    private readonly Status skip;

    /// <summary>Creates the plugin for the given resources, cpu and memory when none are given.</summary>
    public NodeResourcesBalancedAllocation(params string[] resources)
    {
        this.resources = resources.Length == 0 ? ["cpu", "memory"] : resources;
        usual = this.resources is ["cpu", "memory"];
        skip = new Status(StatusCode.Skip, Name);
    }

    /// <inheritdoc/>
    public string Name => "NodeResourcesBalancedAllocation";

    /// <inheritdoc/>
    public Status? PreScore(CycleState state, PodInfo pod, ClusterState cluster, ReadOnlySpan<NodeInfo> nodes)
    {
        // A pod that asks for nothing cannot change the balance.
        foreach (var name in resources)
        {
            if (pod.Requests[name] != 0)
                return null;
        }

        return skip;
    }

    /// <inheritdoc/>
    public long Score(CycleState state, PodInfo pod, NodeInfo node)
    {
        var with = usual ? BalanceOfTwo(node, pod.Requests.MilliCpu, pod.Requests.Memory) : Balance(node, pod.Requests);
        var without = usual ? BalanceOfTwo(node, 0, 0) : Balance(node, null);
        return 50 + ((50 + with - without) / 2);
    }

    /// <inheritdoc/>
    public void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores)
    {
        // Scores are in 0..100 already.
    }

    private static long BalanceOfTwo(NodeInfo node, long cpu, long memory)
    {
        var offered = node.Allocatable;
        if (offered.MilliCpu == 0 || offered.Memory == 0)
            return 100;
        var used = node.Requested;
        var cpuFraction = Math.Min(1, (double)(used.MilliCpu + cpu) / offered.MilliCpu);
        var memoryFraction = Math.Min(1, (double)(used.Memory + memory) / offered.Memory);
        return (long)((1 - (Math.Abs(cpuFraction - memoryFraction) / 2)) * 100);
    }

    private long Balance(NodeInfo node, ResourceVector? added)
    {
        Span<double> fractions = stackalloc double[Math.Min(resources.Length, 32)];
        var count = 0;
        double sum = 0;
        foreach (var name in resources)
        {
            var capacity = node.Allocatable[name];
            if (capacity == 0 || count == fractions.Length)
                continue;
            var fraction = Math.Min(1, (double)(node.Requested[name] + (added?[name] ?? 0)) / capacity);
            fractions[count++] = fraction;
            sum += fraction;
        }

        double deviation = 0;
        if (count == 2)
        {
            deviation = Math.Abs(fractions[0] - fractions[1]) / 2;
        }
        else if (count > 2)
        {
            var mean = sum / count;
            double squares = 0;
            foreach (var fraction in fractions[..count])
                squares += (fraction - mean) * (fraction - mean);
            deviation = Math.Sqrt(squares / count);
        }

        return (long)((1 - deviation) * 100);
    }
}
