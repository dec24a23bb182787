using System.Globalization;
using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>One look at a Job that is not finished.</summary>
internal sealed class JobStep
{
    /// <summary>The most pods to create or delete in one step.</summary>
    private const int Burst = 500;

    private readonly Job job;
    private readonly IReadOnlyList<Pod> pods;
    private readonly JobPlan plan;
    private readonly DateTimeOffset now;
    private readonly JobStatus status;
    private readonly bool indexed;
    private readonly int completions;
    private readonly SortedSet<int> completed;
    private readonly SortedSet<int> failedIndexes;
    private readonly List<Pod> active = [];
    private readonly List<DateTimeOffset> newSuccesses = [];
    private readonly List<DateTimeOffset> newFailures = [];
    private readonly Dictionary<int, JobPod> lastFailureOfIndex = [];
    private List<string> uncountedSuccesses = [];
    private List<string> uncountedFailures = [];
    private int terminating;
    private string? failJobMessage;

    public JobStep(Job job, IReadOnlyList<Pod> pods, JobPlan plan, DateTimeOffset now)
    {
        this.job = job;
        this.pods = pods;
        this.plan = plan;
        this.now = now;
        status = job.Status.DeepCopy();
        indexed = JobPods.IsIndexed(job);
        completions = job.Spec.Completions ?? int.MaxValue;
        completed = indexed ? IndexSet.Parse(status.CompletedIndexes, completions) : [];
        failedIndexes = indexed && job.Spec.BackoffLimitPerIndex is not null ? IndexSet.Parse(status.FailedIndexes, completions) : [];
    }

    public void Run()
    {
        Settle();
        Count();
        plan.Backoff = plan.Backoff.After(newSuccesses, newFailures);
        bool suspended = job.Spec.Suspend == true;
        if (status.StartTime is null && !suspended) status.StartTime = now;
        Judge();
        bool ending = Ending() is not null;
        if (ending) plan.Delete.AddRange(active);
        else if (job.Metadata.DeletionTimestamp is null) Manage(suspended);
        if (!ending) Suspend(suspended);
        WriteCounts();
        if (ending) TryEnd();
        if (!status.Equals(job.Status)) plan.Status = status;
        Deadline();
    }

    /// <summary>Uids whose pods are released (or gone) become numbers.</summary>
    private void Settle()
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (Pod pod in pods)
            if (JobPods.IsTracked(pod)) held.Add(pod.Metadata.Uid!);
        uncountedSuccesses = [.. status.UncountedTerminatedPods?.Succeeded ?? []];
        uncountedFailures = [.. status.UncountedTerminatedPods?.Failed ?? []];
        int successes = uncountedSuccesses.RemoveAll(uid => !held.Contains(uid));
        status.Failed = (status.Failed ?? 0) + uncountedFailures.RemoveAll(uid => !held.Contains(uid));
        if (!indexed) status.Succeeded = (status.Succeeded ?? 0) + successes;
    }

    private void Count()
    {
        foreach (Pod pod in pods)
        {
            int? index = indexed ? JobPods.Index(pod) : null;
            bool strange = indexed && (index is null || index >= completions);
            if (PodFacts.IsTerminating(pod)) terminating++;
            if (PodFacts.IsActive(pod))
            {
                active.Add(pod);
                continue;
            }

            if (pod.Status.Phase == "Succeeded") Succeeded(pod, index, strange);
            else if (JobPods.IsFailed(job, pod)) Failed(pod, index, strange);
        }
    }

    private void Succeeded(Pod pod, int? index, bool strange)
    {
        if (!JobPods.IsTracked(pod)) return;
        plan.Release.Add(pod);
        if (strange || uncountedSuccesses.Contains(pod.Metadata.Uid!)) return;
        if (indexed)
        {
            if (completed.Add(index!.Value)) newSuccesses.Add(JobPods.EndedAt(pod, now));
            return;
        }

        newSuccesses.Add(JobPods.EndedAt(pod, now));
        uncountedSuccesses.Add(pod.Metadata.Uid!);
    }

    private void Failed(Pod pod, int? index, bool strange)
    {
        if (index is { } i && !strange) NoteIndexFailure(pod, i);
        if (!JobPods.IsTracked(pod)) return;
        plan.Release.Add(pod);
        if (strange || uncountedFailures.Contains(pod.Metadata.Uid!)) return;
        (string? action, string? message) = PodFailurePolicyDecision.Decide(job.Spec.PodFailurePolicy, pod);
        if (action == "FailJob") failJobMessage ??= message;
        if (index is { } failed && job.Spec.BackoffLimitPerIndex is { } limit)
        {
            int before = JobPods.Number(pod, JobNames.IndexFailures);
            if (action == "FailIndex" || (action != "Ignore" && before >= limit)) failedIndexes.Add(failed);
        }

        // An ignored failure is released without being counted.
        if (action == "Ignore") return;
        newFailures.Add(JobPods.EndedAt(pod, now));
        uncountedFailures.Add(pod.Metadata.Uid!);
    }

    /// <summary>The replacement of a failed index carries on its count.</summary>
    private void NoteIndexFailure(Pod pod, int index)
    {
        if (job.Spec.BackoffLimitPerIndex is null) return;
        bool ignored = PodFailurePolicyDecision.Decide(job.Spec.PodFailurePolicy, pod).Action == "Ignore";
        int failures = JobPods.Number(pod, JobNames.IndexFailures) + (ignored ? 0 : 1);
        int ignoredFailures = JobPods.Number(pod, JobNames.IndexIgnoredFailures) + (ignored ? 1 : 0);
        if (!lastFailureOfIndex.TryGetValue(index, out JobPod? known) || failures + ignoredFailures > known.Failures + known.IgnoredFailures)
            lastFailureOfIndex[index] = new JobPod(index, failures, ignoredFailures);
    }

    private int TotalSucceeded => indexed ? completed.Count : (status.Succeeded ?? 0) + uncountedSuccesses.Count;

    private int TotalFailed => (status.Failed ?? 0) + uncountedFailures.Count;

    /// <summary>Decides whether the Job is to end, and how.</summary>
    private void Judge()
    {
        if (Ending() is not null) return;
        if (failJobMessage is not null) Fail(JobNames.PodFailurePolicy, failJobMessage);
        else if (newFailures.Count > 0 && TotalFailed > (job.Spec.BackoffLimit ?? 6)) Fail(JobNames.BackoffLimitExceeded, "Job has reached the specified backoff limit");
        else if (RestartsExceedLimit()) Fail(JobNames.BackoffLimitExceeded, "Job has reached the specified backoff limit");
        else if (DeadlineLeft() is { } left && left <= TimeSpan.Zero) Fail(JobNames.DeadlineExceeded, "Job was active longer than specified deadline");
        else if (indexed && job.Spec.BackoffLimitPerIndex is not null && JudgeIndexes()) return;
        else if (SuccessPolicyMet() is { } met) Succeed(JobNames.SuccessPolicy, met);
        else if (IsComplete()) Succeed(JobNames.CompletionsReached, "Reached expected number of succeeded pods");
    }

    private bool JudgeIndexes()
    {
        if (job.Spec.MaxFailedIndexes is { } most && failedIndexes.Count > most)
        {
            Fail(JobNames.MaxFailedIndexesExceeded, "Job has exceeded the specified maximal number of failed indexes");
            return true;
        }

        if (failedIndexes.Count > 0 && failedIndexes.Count + completed.Count >= completions && SuccessPolicyMet() is null)
        {
            Fail(JobNames.FailedIndexes, "Job has failed indexes");
            return true;
        }

        return false;
    }

    private bool IsComplete() =>
        job.Spec.Completions is null
            ? TotalSucceeded > 0 && active.Count == 0
            : TotalSucceeded >= completions || (completions == 0 && active.Count == 0);

    private string? SuccessPolicyMet()
    {
        if (!indexed || job.Spec.SuccessPolicy is null) return null;
        for (int i = 0; i < job.Spec.SuccessPolicy.Rules.Count; i++)
        {
            SuccessPolicyRule rule = job.Spec.SuccessPolicy.Rules[i];
            bool met;
            if (rule.SucceededIndexes is { } text)
            {
                SortedSet<int> wanted = IndexSet.Parse(text, completions);
                int needed = rule.SucceededCount ?? wanted.Count;
                wanted.IntersectWith(completed);
                met = wanted.Count >= needed;
            }
            else
            {
                met = rule.SucceededCount is { } count && completed.Count >= count;
            }

            if (met) return string.Create(CultureInfo.InvariantCulture, $"Matched rules at index {i}");
        }

        return null;
    }

    /// <summary>Pods that restart in place fail without ending: their restarts count instead.</summary>
    private bool RestartsExceedLimit()
    {
        if (job.Spec.Template.Spec.RestartPolicy != "OnFailure") return false;
        int restarts = 0;
        foreach (Pod pod in active)
        {
            foreach (ContainerStatus container in pod.Status.ContainerStatuses ?? []) restarts += container.RestartCount;
            foreach (ContainerStatus container in pod.Status.InitContainerStatuses ?? []) restarts += container.RestartCount;
        }

        int limit = job.Spec.BackoffLimit ?? 6;
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }

    private void Fail(string reason, string message) => JobDecision.Set(status, JobNames.FailureTarget, Truth.True, reason, message, now);

    private void Succeed(string reason, string message) => JobDecision.Set(status, JobNames.SuccessCriteriaMet, Truth.True, reason, message, now);

    private JobCondition? Ending() =>
        JobDecision.Condition(status, JobNames.FailureTarget) is { Status: Truth.True } failing ? failing
        : JobDecision.Condition(status, JobNames.SuccessCriteriaMet) is { Status: Truth.True } met ? met : null;

    /// <summary>The Job ends for good when none of its pods runs any more and all are counted.</summary>
    private void TryEnd()
    {
        if (active.Count > 0 || terminating > 0 || uncountedSuccesses.Count > 0 || uncountedFailures.Count > 0) return;
        JobCondition why = Ending()!;
        if (why.Type == JobNames.SuccessCriteriaMet)
        {
            JobDecision.Set(status, JobNames.Complete, Truth.True, why.Reason ?? "", why.Message ?? "", now);
            status.CompletionTime = now;
            plan.Events.Add(("Normal", "Completed", "Job completed"));
        }
        else
        {
            JobDecision.Set(status, JobNames.Failed, Truth.True, why.Reason ?? "", why.Message ?? "", now);
            plan.Events.Add(("Warning", why.Reason ?? "", why.Message ?? ""));
        }
    }

    private void Suspend(bool suspended)
    {
        if (suspended)
        {
            status.StartTime = null;
            if (JobDecision.Set(status, JobNames.Suspended, Truth.True, "JobSuspended", "Job suspended", now)) plan.Events.Add(("Normal", "Suspended", "Job suspended"));
        }
        else if (JobDecision.Condition(status, JobNames.Suspended) is { Status: Truth.True })
        {
            JobDecision.Set(status, JobNames.Suspended, Truth.False, "JobResumed", "Job resumed", now);
            status.StartTime = now;
            plan.Events.Add(("Normal", "Resumed", "Job resumed"));
        }
    }

    private void Manage(bool suspended)
    {
        if (suspended)
        {
            plan.Delete.AddRange(active);
            return;
        }

        int parallelism = job.Spec.Parallelism ?? 1;
        int wanted = job.Spec.Completions is null
            ? TotalSucceeded > 0 ? Math.Min(active.Count, parallelism) : parallelism
            : Math.Min(completions - TotalSucceeded - failedIndexes.Count, parallelism);
        wanted = Math.Max(0, wanted);
        if (active.Count > wanted)
        {
            List<Pod> victims = indexed ? Surplus(active.Count - wanted) : PodRanking.PickVictims(active, active, active.Count - wanted, now);
            plan.Delete.AddRange(victims.Count > Burst ? victims[..Burst] : victims);
            return;
        }

        if (indexed) DropDuplicates();
        int missing = wanted - active.Count - (JobPods.ReplacesOnlyFailed(job) ? terminating : 0);
        if (missing <= 0) return;
        TimeSpan wait = plan.Backoff.Remaining(now);
        if (wait > TimeSpan.Zero)
        {
            plan.LookAfter(wait);
            return;
        }

        missing = Math.Min(missing, Burst);
        if (!indexed)
        {
            for (int i = 0; i < missing; i++) plan.Create.Add(new JobPod(null));
            return;
        }

        HashSet<int> taken = TakenIndexes();
        for (int index = 0; index < completions && plan.Create.Count < missing; index++)
        {
            if (completed.Contains(index) || failedIndexes.Contains(index) || taken.Contains(index)) continue;
            plan.Create.Add(lastFailureOfIndex.GetValueOrDefault(index) ?? new JobPod(index));
        }
    }

    private HashSet<int> TakenIndexes()
    {
        var taken = new HashSet<int>();
        foreach (Pod pod in active)
            if (JobPods.Index(pod) is { } index) taken.Add(index);
        if (!JobPods.ReplacesOnlyFailed(job)) return taken;
        foreach (Pod pod in pods)
            if (PodFacts.IsTerminating(pod) && JobPods.Index(pod) is { } index) taken.Add(index);
        return taken;
    }

    /// <summary>Of the pods of an indexed Job, those with the highest indexes go first.</summary>
    private List<Pod> Surplus(int count)
    {
        var sorted = new List<Pod>(active);
        sorted.Sort(static (a, b) => (JobPods.Index(b) ?? int.MaxValue).CompareTo(JobPods.Index(a) ?? int.MaxValue));
        return sorted[..count];
    }

    /// <summary>Two pods of one index, or a pod of an index that is done, must not go on.</summary>
    private void DropDuplicates()
    {
        var seen = new HashSet<int>();
        foreach (Pod pod in active)
            if (JobPods.Index(pod) is not { } index || index >= completions || completed.Contains(index) || failedIndexes.Contains(index) || !seen.Add(index))
                plan.Delete.Add(pod);
    }

    private void WriteCounts()
    {
        int ready = 0;
        foreach (Pod pod in active)
            if (PodFacts.IsReady(pod)) ready++;
        int gone = plan.Delete.Count;
        status.Active = active.Count - gone;
        status.Ready = Math.Min(ready, active.Count - gone);
        status.Terminating = terminating + gone;
        if (indexed)
        {
            status.Succeeded = completed.Count;
            status.CompletedIndexes = completed.Count == 0 ? null : IndexSet.Format(completed);
            if (job.Spec.BackoffLimitPerIndex is not null) status.FailedIndexes = IndexSet.Format(failedIndexes);
        }

        status.UncountedTerminatedPods = new UncountedTerminatedPods
        {
            Succeeded = uncountedSuccesses.Count == 0 ? null : uncountedSuccesses,
            Failed = uncountedFailures.Count == 0 ? null : uncountedFailures,
        };
    }

    private TimeSpan? DeadlineLeft() =>
        job.Spec.ActiveDeadlineSeconds is { } seconds && status.StartTime is { } start && job.Spec.Suspend != true
            ? start.Value.AddSeconds(seconds) - now : null;

    private void Deadline()
    {
        if (Ending() is null && DeadlineLeft() is { } left) plan.LookAfter(left > TimeSpan.Zero ? left : TimeSpan.FromSeconds(1));
    }
}
