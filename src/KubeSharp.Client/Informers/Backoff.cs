namespace KubeSharp.Client;

/// <summary>Delays that double.</summary>
internal static class Backoff
{
    /// <summary>The delay before try number <paramref name="failures"/> (1 is the first retry), without chance.</summary>
    public static TimeSpan Exponential(TimeSpan min, TimeSpan max, int failures)
    {
        double ticks = min.Ticks * Math.Pow(2, Math.Min(failures - 1, 62));
        return ticks >= max.Ticks ? max : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>The same with up to as much again at random, so that many clients do not knock together.</summary>
    public static TimeSpan WithJitter(TimeSpan min, TimeSpan max, int failures) =>
        Exponential(min, max, failures) * (1 + Random.Shared.NextDouble());
}
