namespace KubeSharp.ApiServer.FlowControl;

/// <summary>What became of the requests of a FlowSchema at a priority level. Counts on over changes of the configuration.</summary>
internal sealed class FlowCounters
{
    private static readonly double[] Bounds = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];

    private readonly long[] rejected = new long[5];
    private readonly long[] waits = new long[Bounds.Length + 1];
    private long dispatched;
    private long waitedTicks;

    public long Dispatched => Interlocked.Read(ref dispatched);

    /// <summary>The bounds of <see cref="Waits"/>, in seconds.</summary>
    public static IReadOnlyList<double> WaitBounds => Bounds;

    /// <summary>How many requests waited up to each bound; the last is for those that waited longer.</summary>
    public IReadOnlyList<long> Waits => waits;

    public TimeSpan Waited => new(Interlocked.Read(ref waitedTicks));

    public long Rejected(RejectReason reason) => Interlocked.Read(ref rejected[(int)reason]);

    public void Dispatch() => Interlocked.Increment(ref dispatched);

    public void Reject(RejectReason reason) => Interlocked.Increment(ref rejected[(int)reason]);

    public void Wait(TimeSpan time)
    {
        var at = 0;
        while (at < Bounds.Length && time.TotalSeconds > Bounds[at]) at++;
        Interlocked.Increment(ref waits[at]);
        Interlocked.Add(ref waitedTicks, time.Ticks);
    }
}
