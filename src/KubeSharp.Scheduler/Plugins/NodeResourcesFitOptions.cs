namespace KubeSharp.Scheduler.Plugins;

/// <summary>The arguments of NodeResourcesFit.</summary>
public sealed record NodeResourcesFitOptions
{
    /// <summary>How nodes are ranked.</summary>
    public ScoringStrategyType Strategy { get; init; } = ScoringStrategyType.LeastAllocated;

    /// <summary>The resources that count, with their weights 1..100.</summary>
    public IReadOnlyList<(string Name, long Weight)> Resources { get; init; } = [("cpu", 1), ("memory", 1)];

    /// <summary>For RequestedToCapacityRatio: points of utilization 0..100, ascending, and score 0..10.</summary>
    public IReadOnlyList<(int Utilization, int Score)> Shape { get; init; } = [(0, 10), (100, 0)];

    /// <summary>Extended resources that are not checked.</summary>
    public IReadOnlySet<string> IgnoredResources { get; init; } = new HashSet<string>();

    /// <summary>Prefixes (the part before the slash) of extended resources that are not checked.</summary>
    public IReadOnlySet<string> IgnoredResourceGroups { get; init; } = new HashSet<string>();
}
