namespace KubeSharp.Controllers;

/// <summary>How often a Job's pods failed in a row, and when last: new pods wait 10 s, 20 s, 40 s, ... up to 10 minutes.</summary>
internal sealed record JobBackoff(int Failures, DateTimeOffset LastFailure)
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(10);

    public static JobBackoff None { get; } = new(0, DateTimeOffset.MinValue);

    /// <summary>The record after some pods ended.</summary>
    public JobBackoff After(List<DateTimeOffset> succeeded, List<DateTimeOffset> failed)
    {
        if (succeeded.Count == 0 && failed.Count == 0) return this;
        DateTimeOffset? success = succeeded.Count == 0 ? null : succeeded.Max();
        int count = success is null ? Failures : 0;
        DateTimeOffset last = LastFailure;
        foreach (DateTimeOffset at in failed)
        {
            if (success is not null && at <= success) continue;
            count++;
            if (at > last) last = at;
        }

        return new JobBackoff(count, last);
    }

    /// <summary>How long new pods still have to wait.</summary>
    public TimeSpan Remaining(DateTimeOffset now)
    {
        if (Failures == 0) return TimeSpan.Zero;
        double delay = Math.Min(Base.Ticks * Math.Pow(2, Math.Min(Failures - 1, 30)), Max.Ticks);
        TimeSpan left = LastFailure + TimeSpan.FromTicks((long)delay) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
