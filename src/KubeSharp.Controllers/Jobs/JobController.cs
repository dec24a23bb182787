using System.Collections.Concurrent;
using System.Text;
using KubeSharp.Client;
using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="JobDecision"/> out.</summary>
internal sealed class JobController : KeyedController
{
    private const string ByJobName = "jobName";
    private static readonly KubePatch RemoveFinalizer = KubePatch.StrategicMerge(
        Encoding.UTF8.GetBytes($$"""{"metadata":{"$deleteFromPrimitiveList/finalizers":["{{JobNames.Finalizer}}"]} }"""));

    private readonly Expectations expectations = new();
    private readonly PodControl control;
    private readonly Informer<Job> jobs;
    private readonly Informer<Pod> pods;
    private readonly ConcurrentDictionary<string, JobBackoff> backoffs = new(StringComparer.Ordinal);

    public JobController(ControllerContext context)
        : base(context)
    {
        control = new PodControl(context, expectations);
        jobs = Main<Job>();
        pods = Need<Pod>();
        OwnerIndex.AddTo(pods);
        pods.AddIndex(ByJobName, static p => Owners.Controller(p) is { Kind: "Job" } owner ? [p.Metadata.Namespace + "/" + owner.Name] : []);
        pods.AddHandler(PodSeen, (_, pod) => PodSeen(pod), PodSeen);
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Job? job = jobs.Get(key);
        await ReleaseOrphansAsync(key, job, cancellationToken).ConfigureAwait(false);
        if (job is null)
        {
            expectations.Forget(key);
            expectations.Forget(StatusKey(key));
            return ReconcileResult.Done;
        }

        if (!string.IsNullOrEmpty(job.Spec.ManagedBy) && job.Spec.ManagedBy != "kubernetes.io/job-controller") return ReconcileResult.Done;
        if (!expectations.AreMet(key, pods) || !expectations.AreMet(StatusKey(key), jobs)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        Claim<Pod> claim = Claim<Pod>.Decide(job, Selectors.Of(job.Spec.Selector), OwnerIndex.Candidates(pods, key.Namespace, job.Metadata.Uid!));
        List<Pod> owned = await ClaimActions.ApplyAsync(Client, job, claim, JobNames.Finalizer, cancellationToken).ConfigureAwait(false);
        JobPlan plan = JobDecision.Decide(job, owned, backoffs.GetValueOrDefault(job.Metadata.Uid!, JobBackoff.None), Context.Now);
        return await ActAsync(key, job, plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconcileResult> ActAsync(ObjectKey key, Job job, JobPlan plan, CancellationToken cancellationToken)
    {
        Exception? error = null;
        foreach (Pod pod in plan.Delete)
        {
            try
            {
                await control.DeleteAsync(job, pod, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                error ??= e;
            }
        }

        if (plan.Create.Count > 0)
        {
            (int created, Exception? failed) = await SlowStart.RunAsync(
                plan.Create.Count, i => control.CreateAsync(job, JobPods.Create(job, plan.Create[i]), cancellationToken)).ConfigureAwait(false);
            if (failed is not KubeApiException { IsNamespaceTerminating: true }) error ??= failed;
            if (plan.Status is not null) plan.Status.Active += created;
        }

        if (plan.Status is not null)
        {
            Job copy = job.DeepCopy();
            copy.Status = plan.Status;
            Job written = await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
            expectations.Expect(StatusKey(key), written);
        }

        backoffs[job.Metadata.Uid!] = plan.Backoff;
        foreach (Pod pod in plan.Release) expectations.Expect(key, await ReleaseAsync(pod, cancellationToken).ConfigureAwait(false) ?? pod);
        foreach ((string type, string reason, string message) in plan.Events) Context.Events.Event(job, type, reason, message);
        if (error is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        return plan.After is { } after ? ReconcileResult.After(after) : ReconcileResult.Done;
    }

    /// <summary>Pods of a Job that is gone must not be held by a count that nobody makes.</summary>
    private async Task ReleaseOrphansAsync(ObjectKey key, Job? job, CancellationToken cancellationToken)
    {
        foreach (Pod pod in pods.ByIndex(ByJobName, key.ToString()))
        {
            if (!JobPods.IsTracked(pod) || Owners.Controller(pod)?.Uid == job?.Metadata.Uid) continue;

            // Our copy of the jobs may be behind: only a Job that really is not there leaves orphans.
            Job? live = await Client.FindAsync<Job>(key.Namespace, key.Name, cancellationToken).ConfigureAwait(false);
            if (live is not null && live.Metadata.Uid == Owners.Controller(pod)?.Uid) return;
            await ReleaseAsync(pod, cancellationToken).ConfigureAwait(false);
            backoffs.TryRemove(Owners.Controller(pod)?.Uid ?? "", out _);
        }
    }

    private async Task<Pod?> ReleaseAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.PatchAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name!, RemoveFinalizer, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private void PodSeen(Pod pod)
    {
        if (Owners.Controller(pod) is { } owner)
        {
            if (owner.Kind == "Job") Queue.Add(new ObjectKey(pod.Metadata.Namespace ?? "", owner.Name));
            return;
        }

        if (pod.Metadata.DeletionTimestamp is not null) return;
        foreach (Job job in jobs.List(pod.Metadata.Namespace ?? ""))
            if (Selectors.Of(job.Spec.Selector).Matches(pod.Metadata.Labels)) Queue.Add(ObjectKey.Of(job));
    }

    /// <summary>Statuses are awaited in the informer of Jobs, pods in that of pods: two expectations of one key.</summary>
    private static ObjectKey StatusKey(ObjectKey key) => key with { Name = key.Name + "/status" };
}
