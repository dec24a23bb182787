using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// The rules of a Job: run pods until enough of them have succeeded or too many have failed. A pod is counted exactly once: its uid goes
/// into the status first, then its finalizer goes, then the uid turns into a number.
/// Rules: https://kubernetes.io/docs/concepts/workloads/controllers/job/.
/// </summary>
internal static class JobDecision
{
    /// <summary>Decides.</summary>
    /// <param name="job">The Job.</param>
    /// <param name="pods">Every pod it controls.</param>
    /// <param name="backoff">What is remembered of its failures.</param>
    /// <param name="now">Now.</param>
    public static JobPlan Decide(Job job, IReadOnlyList<Pod> pods, JobBackoff backoff, DateTimeOffset now)
    {
        var plan = new JobPlan { Backoff = backoff };
        if (IsFinished(job))
        {
            foreach (Pod pod in pods)
                if (JobPods.IsTracked(pod)) plan.Release.Add(pod);
            return plan;
        }

        new JobStep(job, pods, plan, now).Run();
        return plan;
    }

    public static bool IsFinished(Job job) => Condition(job.Status, JobNames.Complete) is { Status: Truth.True } || Condition(job.Status, JobNames.Failed) is { Status: Truth.True };

    public static JobCondition? Condition(JobStatus status, string type)
    {
        foreach (JobCondition condition in status.Conditions ?? [])
            if (condition.Type == type) return condition;
        return null;
    }

    /// <summary>Sets a condition; true when that changed something.</summary>
    public static bool Set(JobStatus status, string type, string truth, string reason, string message, DateTimeOffset now)
    {
        JobCondition? condition = Condition(status, type);
        if (condition is not null && condition.Status == truth && condition.Reason == reason) return false;
        if (condition is null) (status.Conditions ??= []).Add(condition = new JobCondition { Type = type });
        if (condition.Status != truth) condition.LastTransitionTime = now;
        condition.Status = truth;
        condition.Reason = reason;
        condition.Message = message;
        condition.LastProbeTime = now;
        return true;
    }
}
