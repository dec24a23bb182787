using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>A pod for a Job to make.</summary>
/// <param name="Index">Its completion index; null in a Job without indexes.</param>
/// <param name="Failures">How often this index failed before, where each index has a limit of its own.</param>
/// <param name="IgnoredFailures">How many more failures of it the failure policy ignored.</param>
internal sealed record JobPod(int? Index, int Failures = 0, int IgnoredFailures = 0);

/// <summary>What to do about a Job, in this order: delete and create pods, write the status, let finished pods go.</summary>
internal sealed record JobPlan
{
    public List<Pod> Delete { get; } = [];

    public List<JobPod> Create { get; } = [];

    /// <summary>The status it should have; null when it has it.</summary>
    public JobStatus? Status { get; set; }

    /// <summary>Counted pods, whose finalizer may go once the status is written.</summary>
    public List<Pod> Release { get; } = [];

    public JobBackoff Backoff { get; set; } = JobBackoff.None;

    /// <summary>When to look again though nothing happens.</summary>
    public TimeSpan? After { get; set; }

    public List<(string Type, string Reason, string Message)> Events { get; } = [];

    public void LookAfter(TimeSpan delay)
    {
        if (After is null || delay < After) After = delay;
    }
}
