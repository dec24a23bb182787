using KubeSharp.Client;
using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="CronJobDecision"/> out.</summary>
internal sealed class CronJobController : KeyedController
{
    private readonly Expectations expectations = new();
    private readonly Informer<CronJob> crons;
    private readonly Informer<Job> jobs;

    public CronJobController(ControllerContext context)
        : base(context)
    {
        crons = Main<CronJob>();
        jobs = Need<Job>();
        OwnerIndex.AddTo(jobs);
        jobs.AddHandler(JobSeen, (_, job) => JobSeen(job), JobSeen);
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        CronJob? cron = crons.Get(key);
        if (cron is null)
        {
            expectations.Forget(key);
            expectations.Forget(StatusKey(key));
            return ReconcileResult.Done;
        }

        if (!expectations.AreMet(key, jobs) || !expectations.AreMet(StatusKey(key), crons)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        CronJobPlan plan = CronJobDecision.Decide(cron, OwnerIndex.Owned(jobs, cron.Metadata.Uid!), Context.Now);
        foreach ((string type, string reason, string message) in plan.Events) Context.Events.Event(cron, type, reason, message);
        foreach (Job job in plan.Delete) await DeleteAsync(key, cron, job, cancellationToken).ConfigureAwait(false);
        bool going = false;
        if (plan.Start is { } start)
        {
            try
            {
                Job created = await Client.CreateAsync(start.Job, cancellationToken: cancellationToken).ConfigureAwait(false);
                expectations.Expect(key, created);
                (plan.Status.Active ??= []).Add(CronJobDecision.Reference(created));
                Context.Events.Event(cron, EventTypes.Normal, "SuccessfulCreate", "Created job " + created.Metadata.Name);
            }
            catch (KubeApiException e) when (e.IsAlreadyExists)
            {
                // Started by an earlier look whose status was not written.
            }
            catch (KubeApiException e) when (e.IsNamespaceTerminating)
            {
                going = true;
            }
            catch (KubeApiException e)
            {
                Context.Events.Event(cron, EventTypes.Warning, "FailedCreate", "Error creating job: " + e.Message);
                throw;
            }

            if (!going) plan.Status.LastScheduleTime = start.Scheduled;
        }

        if (!plan.Status.Equals(cron.Status))
        {
            CronJob copy = cron.DeepCopy();
            copy.Status = plan.Status;
            expectations.Expect(StatusKey(key), await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false));
        }

        return plan.After is { } after ? ReconcileResult.After(after) : ReconcileResult.Done;
    }

    private async Task DeleteAsync(ObjectKey key, CronJob cron, Job job, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { PropagationPolicy = "Background", Preconditions = new Preconditions { Uid = job.Metadata.Uid } };
            expectations.ExpectDeletion(key, job);
            await Client.DeleteAsync<Job>(key.Namespace, job.Metadata.Name!, options, cancellationToken).ConfigureAwait(false);
            Context.Events.Event(cron, EventTypes.Normal, "SuccessfulDelete", "Deleted job " + job.Metadata.Name);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }
        catch (Exception)
        {
            expectations.DeletionFailed(key, job);
            throw;
        }
    }

    private void JobSeen(Job job)
    {
        if (Owners.Controller(job) is { Kind: "CronJob" } owner) Queue.Add(new ObjectKey(job.Metadata.Namespace ?? "", owner.Name));
    }

    private static ObjectKey StatusKey(ObjectKey key) => key with { Name = key.Name + "/status" };
}
