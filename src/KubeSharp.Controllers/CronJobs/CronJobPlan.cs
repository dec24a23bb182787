using KubeSharp.Models.Batch.V1;

namespace KubeSharp.Controllers;

/// <summary>What to do about a CronJob.</summary>
internal sealed record CronJobPlan
{
    /// <summary>Jobs that were replaced or are beyond the history limits.</summary>
    public List<Job> Delete { get; } = [];

    /// <summary>The Job to start, and the time it was scheduled for.</summary>
    public (Job Job, DateTimeOffset Scheduled)? Start { get; set; }

    /// <summary>The status without what <see cref="Start"/> will add.</summary>
    public required CronJobStatus Status { get; init; }

    public TimeSpan? After { get; set; }

    public List<(string Type, string Reason, string Message)> Events { get; } = [];
}
