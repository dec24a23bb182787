namespace KubeSharp.Client;

/// <summary>Limits that keep events from drowning the cluster; the defaults are those of Kubernetes' own components.</summary>
public sealed record EventCorrelatorOptions
{
    /// <summary>How many different messages of one reason about one object pass before they are combined into one event. Default 10.</summary>
    public int SimilarEvents { get; init; } = 10;

    /// <summary>The span within which events count as similar. Default 10 minutes.</summary>
    public TimeSpan SimilarInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many events about one object a source may send at once. Default 25.</summary>
    public int SpamBurst { get; init; } = 25;

    /// <summary>After the burst, one event per this span. Default 5 minutes.</summary>
    public TimeSpan SpamInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many objects, reasons and messages are remembered. Default 4096.</summary>
    public int Memory { get; init; } = 4096;
}
