namespace KubeSharp.Scheduler.Plugins;

/// <summary>How NodeResourcesFit ranks nodes.</summary>
public enum ScoringStrategyType
{
    /// <summary>Prefer nodes with more left: spreads load.</summary>
    LeastAllocated,

    /// <summary>Prefer nodes with less left: packs.</summary>
    MostAllocated,

    /// <summary>Score by a function of utilization that the user gives.</summary>
    RequestedToCapacityRatio,
}
