using System.Globalization;
using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>The rules of a CronJob: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/.</summary>
internal static class CronJobDecision
{
    private const string ScheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    private const int TooManyMissed = 100;

    public static CronJobPlan Decide(CronJob cron, IReadOnlyList<Job> owned, DateTimeOffset now)
    {
        var plan = new CronJobPlan { Status = cron.Status.DeepCopy() };
        List<Job> active = Follow(cron, owned, plan);
        DropHistory(cron, owned, plan);
        if (cron.Metadata.DeletionTimestamp is not null || cron.Spec.Suspend == true) return plan;
        if (!CronSchedule.TryParse(cron.Spec.Schedule, cron.Spec.TimeZone, out CronSchedule? schedule, out string? error))
        {
            plan.Events.Add(("Warning", string.IsNullOrEmpty(cron.Spec.TimeZone) ? "UnparseableSchedule" : "UnknownTimeZone", $"unparseable schedule: {cron.Spec.Schedule}: {error}"));
            return plan;
        }

        if (schedule!.Next(now) is { } next) plan.After = next - now + TimeSpan.FromMilliseconds(100);
        if (MostRecent(cron, schedule, now, plan) is not { } due) return plan;
        if (cron.Spec.StartingDeadlineSeconds is { } deadline && due.AddSeconds(deadline) < now)
        {
            plan.Events.Add(("Warning", "MissSchedule", "Missed scheduled time to start a job: " + due.ToString("R", CultureInfo.InvariantCulture)));
            return plan;
        }

        if (cron.Spec.ConcurrencyPolicy == "Forbid" && active.Count > 0)
        {
            plan.Events.Add(("Normal", "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid"));
            return plan;
        }

        if (cron.Spec.ConcurrencyPolicy == "Replace")
        {
            foreach (Job job in active) plan.Delete.Add(job);
            plan.Status.Active = null;
        }

        plan.Start = (Create(cron, due), due);
        return plan;
    }

    public static ObjectReference Reference(Job job) => new()
    {
        ApiVersion = Job.Resource.ApiVersion,
        Kind = Job.Resource.Kind,
        Namespace = job.Metadata.Namespace,
        Name = job.Metadata.Name,
        Uid = job.Metadata.Uid,
        ResourceVersion = job.Metadata.ResourceVersion,
    };

    /// <summary>Takes ended Jobs off the list of active ones and those that run onto it.</summary>
    private static List<Job> Follow(CronJob cron, IReadOnlyList<Job> owned, CronJobPlan plan)
    {
        var active = new List<Job>();
        var references = new List<ObjectReference>();
        foreach (Job job in owned)
        {
            ObjectReference? known = cron.Status.Active?.Find(r => r.Uid == job.Metadata.Uid);
            if (!JobDecision.IsFinished(job))
            {
                active.Add(job);
                references.Add(known ?? Reference(job));
                continue;
            }

            bool complete = JobDecision.Condition(job.Status, JobNames.Complete) is { Status: Truth.True };
            if (known is not null) plan.Events.Add(("Normal", "SawCompletedJob", $"Saw completed job: {job.Metadata.Name}, condition: {(complete ? JobNames.Complete : JobNames.Failed)}"));
            if (complete && job.Status.CompletionTime is { } end && (plan.Status.LastSuccessfulTime is null || end > plan.Status.LastSuccessfulTime))
                plan.Status.LastSuccessfulTime = end;
        }

        references.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        plan.Status.Active = references.Count == 0 ? null : references;
        return active;
    }

    private static void DropHistory(CronJob cron, IReadOnlyList<Job> owned, CronJobPlan plan)
    {
        Drop(JobNames.Complete, cron.Spec.SuccessfulJobsHistoryLimit ?? 3);
        Drop(JobNames.Failed, cron.Spec.FailedJobsHistoryLimit ?? 1);

        void Drop(string condition, int limit)
        {
            var finished = new List<Job>();
            foreach (Job job in owned)
                if (JobDecision.Condition(job.Status, condition) is { Status: Truth.True } && job.Metadata.DeletionTimestamp is null) finished.Add(job);
            finished.Sort(static (a, b) =>
            {
                int start = Nullable.Compare(a.Status.StartTime, b.Status.StartTime);
                return start != 0 ? start : string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name);
            });
            for (int i = 0; i < finished.Count - limit; i++) plan.Delete.Add(finished[i]);
        }
    }

    /// <summary>The latest scheduled time that has come since the last one that was used; null when none has.</summary>
    private static DateTimeOffset? MostRecent(CronJob cron, CronSchedule schedule, DateTimeOffset now, CronJobPlan plan)
    {
        DateTimeOffset from = cron.Status.LastScheduleTime?.Value ?? cron.Metadata.CreationTimestamp?.Value ?? now;
        if (cron.Spec.StartingDeadlineSeconds is { } deadline && now.AddSeconds(-deadline) > from) from = now.AddSeconds(-deadline);
        DateTimeOffset? recent = null;
        int missed = 0;
        for (DateTimeOffset? at = schedule.Next(from); at is { } time && time <= now; at = schedule.Next(time))
        {
            recent = time;
            if (++missed <= TooManyMissed) continue;

            // After a long stop there may be years of minutes: leap close to now.
            plan.Events.Add(("Warning", "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"));
            for (TimeSpan back = TimeSpan.FromMinutes(2); recent is not null; back *= 4)
            {
                DateTimeOffset? last = null;
                for (at = schedule.Next(now - back); at is { } late && late <= now; at = schedule.Next(late)) last = late;
                if (last is not null) return last;
                if (now - back < time) return recent;
            }
        }

        return recent;
    }

    private static Job Create(CronJob cron, DateTimeOffset scheduled)
    {
        JobTemplateSpec template = cron.Spec.JobTemplate.DeepCopy();
        var job = new Job { Spec = template.Spec };
        job.Metadata.Namespace = cron.Metadata.Namespace;

        // The same time gives the same name: a second start of it fails.
        job.Metadata.Name = string.Create(CultureInfo.InvariantCulture, $"{cron.Metadata.Name}-{scheduled.ToUnixTimeSeconds() / 60}");
        job.Metadata.Labels = template.Metadata.Labels;
        job.Metadata.Annotations = template.Metadata.Annotations ?? [];
        job.Metadata.Annotations[ScheduledAnnotation] = scheduled.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture).Replace("+00:00", "Z", StringComparison.Ordinal);
        job.Metadata.OwnerReferences = [Owners.ControllerReference(cron)];
        return job;
    }
}
