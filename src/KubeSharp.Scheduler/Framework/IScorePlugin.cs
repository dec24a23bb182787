namespace KubeSharp.Scheduler.Framework;

/// <summary>Ranks feasible nodes.</summary>
internal interface IScorePlugin : IPlugin
{
    /// <summary>The raw score of one node.</summary>
    long Score(CycleState state, PodInfo pod, NodeInfo node);

    /// <summary>Brings the raw scores into 0..100; leave as they are when they already are.</summary>
    void Normalize(CycleState state, PodInfo pod, ReadOnlySpan<NodeInfo> nodes, Span<long> scores);
}
