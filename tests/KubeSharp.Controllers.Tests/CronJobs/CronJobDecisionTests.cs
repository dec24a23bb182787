using KubeSharp.Models.Batch.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class CronJobDecisionTests
{
    [Theory]
    [InlineData("*/15 * * * *", null, "2026-01-01T00:07:00Z", "2026-01-01T00:15:00Z")]
    [InlineData("0 9 * * MON-FRI", null, "2026-01-02T10:00:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("0 0 13 * 5", null, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("0 0 29 2 *", null, "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 30 2 *", null, "2026-01-01T00:00:00Z", null)]
    [InlineData("@daily", null, "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("0 8 * * *", "Asia/Tokyo", "2026-01-01T00:00:00Z", "2026-01-01T23:00:00Z")]
    [InlineData("@every 90s", null, "2026-01-01T00:00:00Z", "2026-01-01T00:01:30Z")]
    public void A_schedule_names_its_next_time(string text, string? zone, string after, string? expected)
    {
        Assert.True(CronSchedule.TryParse(text, zone, out CronSchedule? schedule, out _));
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected), schedule!.Next(DateTimeOffset.Parse(after)));
    }

    [Theory]
    [InlineData("* * * *", null)]
    [InlineData("61 * * * *", null)]
    [InlineData("5-1 * * * *", null)]
    [InlineData("* * * * *", "Mars/Olympus")]
    public void What_is_no_schedule_is_refused(string text, string? zone)
    {
        Assert.False(CronSchedule.TryParse(text, zone, out _, out string? error));
        Assert.NotNull(error);
    }

    [Fact]
    public void A_job_starts_when_its_time_has_come()
    {
        CronJob cron = Cron("*/5 * * * *");
        Assert.Null(Decide(cron, Make.Now.AddMinutes(4)).Start);
        CronJobPlan plan = Decide(cron, Make.Now.AddMinutes(5).AddSeconds(1));
        Assert.Equal(Make.Now.AddMinutes(5), plan.Start!.Value.Scheduled);
        Assert.Equal("backup-29453765", plan.Start.Value.Job.Metadata.Name);
        Assert.InRange(plan.After!.Value.TotalSeconds, 299, 300);
    }

    [Fact]
    public void Only_the_latest_of_many_missed_times_is_made_up_for()
    {
        CronJob cron = Cron("*/5 * * * *");
        Assert.Equal(Make.Now.AddMinutes(20), Decide(cron, Make.Now.AddMinutes(21)).Start!.Value.Scheduled);
        CronJobPlan late = Decide(cron, Make.Now.AddDays(30).AddMinutes(1));
        Assert.Equal(Make.Now.AddDays(30), late.Start!.Value.Scheduled);
        Assert.Contains(late.Events, e => e.Reason == "TooManyMissedTimes");
        cron.Spec.StartingDeadlineSeconds = 30;
        Assert.Null(Decide(cron, Make.Now.AddMinutes(21)).Start);
    }

    [Fact]
    public void Whether_runs_may_overlap_is_a_policy()
    {
        CronJob cron = Cron("*/5 * * * *");
        Job running = Run("backup-1", null, 0);
        cron.Spec.ConcurrencyPolicy = "Forbid";
        CronJobPlan plan = Decide(cron, Make.Now.AddMinutes(6), running);
        Assert.Null(plan.Start);
        Assert.Equal("uid-backup-1", Assert.Single(plan.Status.Active!).Uid);
        cron.Spec.ConcurrencyPolicy = "Replace";
        plan = Decide(cron, Make.Now.AddMinutes(6), running);
        Assert.NotNull(plan.Start);
        Assert.Same(running, Assert.Single(plan.Delete));
        cron.Spec.ConcurrencyPolicy = "Allow";
        Assert.Empty(Decide(cron, Make.Now.AddMinutes(6), running).Delete);
    }

    [Fact]
    public void Old_runs_are_dropped_and_the_last_success_is_kept_in_mind()
    {
        CronJob cron = Cron("0 0 1 1 *");
        Job[] jobs = [.. Enumerable.Range(1, 5).Select(i => Run("ok-" + i, "Complete", i)), Run("bad-1", "Failed", 1), Run("bad-2", "Failed", 2)];
        CronJobPlan plan = Decide(cron, Make.Now.AddMinutes(9), jobs);
        Assert.Equal(["bad-1", "ok-1", "ok-2"], plan.Delete.Select(j => j.Metadata.Name!).Order());
        Assert.Equal(Make.Now.AddMinutes(5), plan.Status.LastSuccessfulTime!.Value.Value);
    }

    [Fact]
    public void A_finished_job_goes_when_its_time_to_live_is_over()
    {
        Job job = Run("x", "Complete", 1);
        Assert.Null(TtlAfterFinishedController.Decide(job, Make.Now));
        job.Spec.TtlSecondsAfterFinished = 120;
        Assert.Equal(TimeSpan.FromMinutes(1), TtlAfterFinishedController.Decide(job, Make.Now.AddMinutes(2)));
    }

    private static CronJobPlan Decide(CronJob cron, DateTimeOffset now, params Job[] jobs) => CronJobDecision.Decide(cron, jobs, now);

    private static CronJob Cron(string schedule)
    {
        var cron = new CronJob();
        cron.Metadata.Name = "backup";
        cron.Metadata.Namespace = "default";
        cron.Metadata.Uid = "uid-backup";
        cron.Metadata.CreationTimestamp = Make.Now;
        cron.Spec.Schedule = schedule;
        return cron;
    }

    private static Job Run(string name, string? condition, int minute)
    {
        var job = new Job();
        job.Metadata.Name = name;
        job.Metadata.Namespace = "default";
        job.Metadata.Uid = "uid-" + name;
        job.Status.StartTime = Make.Now.AddMinutes(minute);
        if (condition is null) return job;
        job.Status.CompletionTime = Make.Now.AddMinutes(minute);
        job.Status.Conditions = [new JobCondition { Type = condition, Status = "True", LastTransitionTime = Make.Now.AddMinutes(minute) }];
        return job;
    }
}
