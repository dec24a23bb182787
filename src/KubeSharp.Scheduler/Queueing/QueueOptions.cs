namespace KubeSharp.Scheduler.Queueing;

/// <summary>How long pods wait.</summary>
/// <param name="InitialBackoff">After the first failure.</param>
/// <param name="MaxBackoff">At most; each further failure doubles the wait up to here.</param>
/// <param name="MaxUnschedulable">After this long an unschedulable pod is tried again even though nothing happened that should help.</param>
internal sealed record QueueOptions(TimeSpan InitialBackoff, TimeSpan MaxBackoff, TimeSpan MaxUnschedulable)
{
    /// <summary>Upstream's values: 1 s, 10 s, 5 min.</summary>
    public static QueueOptions Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
}
