namespace KubeSharp.Client;

/// <summary>How a <see cref="WorkQueue{TKey}"/> paces keys that are added again.</summary>
public sealed record WorkQueueOptions
{
    /// <summary>Delay after a key's first failure; doubles with each. Default 5 ms.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The longest delay of one key. Default 1000 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1000);

    /// <summary>Retries a second over all keys, on average. Default 10.</summary>
    public double RetriesPerSecond { get; init; } = 10;

    /// <summary>Retries at once over all keys. Default 100.</summary>
    public int RetryBurst { get; init; } = 100;
}
