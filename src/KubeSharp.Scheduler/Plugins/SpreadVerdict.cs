namespace KubeSharp.Scheduler.Plugins;

/// <summary>What the spread constraints say of a node.</summary>
internal enum SpreadVerdict
{
    /// <summary>The pod may go there.</summary>
    Fits,

    /// <summary>The skew would become too large.</summary>
    Skewed,

    /// <summary>The node is in no domain.</summary>
    Unlabelled,
}
