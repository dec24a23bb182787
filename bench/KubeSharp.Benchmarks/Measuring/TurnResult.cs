namespace KubeSharp.Benchmarks.Measuring;

/// <summary>How one did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerSecond">Pieces of work a second.</param>
/// <param name="RateRatio">The same over the yardstick's in the same round.</param>
/// <param name="Latency">The median time of one piece of work, in microseconds.</param>
/// <param name="LatencyRatio">The same over the yardstick's in the same round.</param>
/// <param name="Processors">Processor time for each piece of work, in microseconds, by whom.</param>
internal sealed record TurnResult(
    string Name, Spread PerSecond, Spread RateRatio, Spread Latency, Spread LatencyRatio, IReadOnlyList<(string Name, double Microseconds)> Processors);
