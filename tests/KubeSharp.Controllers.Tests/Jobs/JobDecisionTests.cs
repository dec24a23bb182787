using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class JobDecisionTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 2, 2)]
    [InlineData(2, 5, 2)]
    [InlineData(null, 3, 3)]
    public void A_new_job_starts_as_many_pods_as_may_run_and_are_needed(int? completions, int parallelism, int created)
    {
        JobPlan plan = Decide(Job(completions, parallelism));
        Assert.Equal(created, plan.Create.Count);
        Assert.NotNull(plan.Status!.StartTime);
    }

    /// <summary>A pod is counted once: first its uid is written, then the finalizer goes, then the number grows.</summary>
    [Fact]
    public void A_job_is_complete_only_after_its_pods_are_counted()
    {
        Job job = Job(1, 1);
        Pod pod = JobPod("p", "Succeeded");
        JobPlan plan = Decide(job, pod);
        Assert.Equal(["uid-p"], plan.Status!.UncountedTerminatedPods!.Succeeded!);
        Assert.Equal("SuccessCriteriaMet", plan.Status.Conditions![0].Type);
        Assert.Null(JobDecision.Condition(plan.Status, "Complete"));
        Assert.Same(pod, Assert.Single(plan.Release));
        job.Status = plan.Status;
        pod.Metadata.Finalizers = null;
        plan = Decide(job, pod);
        Assert.Equal(1, plan.Status!.Succeeded);
        Assert.Equal("CompletionsReached", JobDecision.Condition(plan.Status, "Complete")!.Reason);
        Assert.Contains(plan.Events, e => e.Reason == "Completed");
        job.Status = plan.Status;
        Assert.Null(Decide(job, pod).Status);
    }

    [Fact]
    public void Failures_delay_new_pods_and_end_the_job_beyond_the_limit()
    {
        Job job = Job(1, 1, backoffLimit: 1);
        JobPlan plan = Decide(job, JobPod("a", "Failed"));
        Assert.Empty(plan.Create);
        Assert.Equal(TimeSpan.FromSeconds(10), plan.After);
        job.Status = plan.Status!;
        plan = JobDecision.Decide(job, [JobPod("a", "Failed"), JobPod("b", "Failed")], plan.Backoff, Make.Now.AddSeconds(20));
        Assert.Equal("BackoffLimitExceeded", JobDecision.Condition(plan.Status!, "FailureTarget")!.Reason);
        Assert.Null(JobDecision.Condition(plan.Status!, "Failed"));
    }

    [Fact]
    public void A_job_that_fails_ends_its_running_pods_and_waits_for_them()
    {
        Job job = Job(3, 3, backoffLimit: 0);
        Pod running = JobPod("b", "Running");
        JobPlan plan = Decide(job, JobPod("a", "Failed"), running);
        Assert.Same(running, Assert.Single(plan.Delete));
        job.Status = plan.Status!;
        running.Metadata.DeletionTimestamp = Make.Now;
        running.Status.Phase = "Failed";
        Pod failed = JobPod("a", "Failed");
        failed.Metadata.Finalizers = null;
        running.Metadata.Finalizers = null;
        plan = Decide(job, failed, running);
        Assert.Equal("BackoffLimitExceeded", JobDecision.Condition(plan.Status!, "Failed")!.Reason);
    }

    [Fact]
    public void An_indexed_job_runs_every_index_once()
    {
        Job job = Job(4, 2, indexed: true);
        Assert.Equal([0, 1], Decide(job).Create.Select(p => p.Index!.Value));
        Pod done = JobPod("a", "Succeeded", index: 0);
        JobPlan plan = Decide(job, done, JobPod("b", "Running", index: 1));
        Assert.Equal([2], plan.Create.Select(p => p.Index!.Value));
        Assert.Equal("0", plan.Status!.CompletedIndexes);
        Pod pod = JobPods.Create(job, plan.Create[0]);
        Assert.Equal(("2", "work-2", "work-2-"), (pod.Metadata.Annotations![JobNames.Index], pod.Spec.Hostname, pod.Metadata.GenerateName));
        Assert.Equal("JOB_COMPLETION_INDEX", pod.Spec.Containers[0].Env![0].Name);
    }

    [Fact]
    public void Each_index_may_have_a_limit_of_its_own()
    {
        Job job = Job(2, 2, indexed: true);
        job.Spec.BackoffLimitPerIndex = 1;
        job.Spec.BackoffLimit = int.MaxValue;
        Pod failed = JobPod("a", "Failed", index: 0);
        JobPlan plan = JobDecision.Decide(job, [failed, JobPod("b", "Running", index: 1)], JobBackoff.None, Make.Now.AddMinutes(1));
        Assert.Equal(1, Assert.Single(plan.Create).Failures);
        failed.Metadata.Annotations![JobNames.IndexFailures] = "1";
        plan = JobDecision.Decide(job, [failed, JobPod("b", "Succeeded", index: 1)], JobBackoff.None, Make.Now.AddMinutes(1));
        Assert.Equal("0", plan.Status!.FailedIndexes);
        Assert.Equal("FailedIndexes", JobDecision.Condition(plan.Status, "FailureTarget")!.Reason);
    }

    [Theory]
    [InlineData(42, "FailJob", "PodFailurePolicy")]
    [InlineData(43, "Ignore", null)]
    public void A_failure_policy_decides_by_exit_code(int code, string action, string? reason)
    {
        Job job = Job(1, 1);
        job.Spec.PodFailurePolicy = new PodFailurePolicy
        {
            Rules = [new PodFailurePolicyRule { Action = action, OnExitCodes = new PodFailurePolicyOnExitCodesRequirement { Operator = "In", Values = [code] } }],
        };
        Pod pod = JobPod("a", "Failed");
        pod.Status.ContainerStatuses = [new ContainerStatus { Name = "c", State = new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = code } } }];
        JobPlan plan = Decide(job, pod);
        Assert.Equal(reason, JobDecision.Condition(plan.Status!, "FailureTarget")?.Reason);
        Assert.Equal(reason is null, plan.Status!.UncountedTerminatedPods!.Failed is null);
        Assert.Same(pod, Assert.Single(plan.Release));
    }

    [Fact]
    public void A_success_policy_ends_the_job_early()
    {
        Job job = Job(5, 5, indexed: true);
        job.Spec.SuccessPolicy = new SuccessPolicy { Rules = [new SuccessPolicyRule { SucceededIndexes = "1-2", SucceededCount = 1 }] };
        Pod other = JobPod("b", "Running", index: 3);
        JobPlan plan = Decide(job, JobPod("a", "Succeeded", index: 2), other);
        Assert.Equal("SuccessPolicy", JobDecision.Condition(plan.Status!, "SuccessCriteriaMet")!.Reason);
        Assert.Same(other, Assert.Single(plan.Delete));
    }

    [Fact]
    public void A_suspended_job_ends_its_pods_and_starts_anew_when_resumed()
    {
        Job job = Job(1, 1);
        job.Spec.Suspend = true;
        job.Status.StartTime = Make.Now;
        JobPlan plan = Decide(job, JobPod("a", "Running"));
        Assert.Single(plan.Delete);
        Assert.Null(plan.Status!.StartTime);
        Assert.Equal("True", JobDecision.Condition(plan.Status, "Suspended")!.Status);
        job.Status = plan.Status;
        job.Spec.Suspend = false;
        plan = Decide(job);
        Assert.Equal("JobResumed", JobDecision.Condition(plan.Status!, "Suspended")!.Reason);
        Assert.Single(plan.Create);
    }

    [Fact]
    public void A_job_that_runs_too_long_fails()
    {
        Job job = Job(1, 1);
        job.Spec.ActiveDeadlineSeconds = 30;
        job.Status.StartTime = Make.Now.AddSeconds(-20);
        Assert.Equal(TimeSpan.FromSeconds(10), Decide(job, JobPod("a", "Running")).After);
        job.Status.StartTime = Make.Now.AddSeconds(-30);
        Assert.Equal("DeadlineExceeded", JobDecision.Condition(Decide(job, JobPod("a", "Running")).Status!, "FailureTarget")!.Reason);
    }

    [Theory]
    [InlineData("0,2-4,7", "0,2-4,7")]
    [InlineData("5,4", "4,5")]
    [InlineData("1-3,99", "1-3")]
    [InlineData("", "")]
    public void Indexes_are_written_as_ranges(string text, string expected) => Assert.Equal(expected, IndexSet.Format(IndexSet.Parse(text, 50)));

    [Fact]
    public async Task A_job_runs_to_its_end()
    {
        await using var harness = new ControllerHarness(new ControllerManagerOptions { Controllers = ["job-controller"] }, p => p.Status.Phase = "Succeeded");
        Job job = Job(3, 2);
        job.Metadata.Uid = null;
        await harness.Client.CreateAsync(job);
        Client.Informer<Job> jobs = harness.Informers.Get<Job>();
        await Eventually.TrueAsync(() => jobs.Get("default", "work") is { } j && JobDecision.Condition(j.Status, "Complete") is not null);
        Assert.Equal(3, jobs.Get("default", "work")!.Status.Succeeded);
        Assert.Equal(3, harness.Pods.Count);
        await Eventually.TrueAsync(() => harness.Pods.List().All(p => !JobPods.IsTracked(p)));
    }

    private static JobPlan Decide(Job job, params Pod[] pods) => JobDecision.Decide(job, pods, JobBackoff.None, Make.Now);

    private static Job Job(int? completions, int parallelism, int backoffLimit = 6, bool indexed = false)
    {
        var job = new Job();
        job.Metadata.Name = "work";
        job.Metadata.Namespace = "default";
        job.Metadata.Uid = "uid-work";
        job.Spec.Completions = completions;
        job.Spec.Parallelism = parallelism;
        job.Spec.BackoffLimit = backoffLimit;
        job.Spec.CompletionMode = indexed ? "Indexed" : "NonIndexed";
        job.Spec.Selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } };
        job.Spec.Template = Make.Template("v1");
        job.Spec.Template.Spec.RestartPolicy = "Never";
        return job;
    }

    private static Pod JobPod(string name, string phase, int? index = null)
    {
        Pod pod = Make.Pod(name, phase, ageSeconds: 0);
        pod.Metadata.Finalizers = [JobNames.Finalizer];
        pod.Metadata.Annotations = index is null ? [] : new Dictionary<string, string> { [JobNames.Index] = index.Value.ToString() };
        return pod;
    }
}
