using System.Globalization;

namespace KubeSharp.Benchmarks.Load;

/// <summary>What the server's process has used since its start.</summary>
/// <param name="Processor">Time on processors.</param>
/// <param name="Allocated">Bytes allocated on the managed heap.</param>
internal readonly record struct ServerUse(TimeSpan Processor, double Allocated)
{
    public static ServerUse operator -(ServerUse after, ServerUse before) => new(after.Processor - before.Processor, after.Allocated - before.Allocated);

    public static ServerUse operator *(ServerUse use, double times) => new(use.Processor * times, use.Allocated * times);

    /// <summary>What each of a number of operations took, in words.</summary>
    public string Each(int operations) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor.TotalMicroseconds / Math.Max(1, operations):N1} µs of the server's processor and {Allocated / Math.Max(1, operations):N0} B allocated each");
}
