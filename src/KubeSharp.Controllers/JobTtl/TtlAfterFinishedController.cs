using KubeSharp.Client;
using KubeSharp.Models.Batch.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Deletes finished Jobs some time after their end, where they ask for it.</summary>
internal sealed class TtlAfterFinishedController : KeyedController
{
    private readonly Informer<Job> jobs;

    public TtlAfterFinishedController(ControllerContext context)
        : base(context) => jobs = Main<Job>();

    /// <summary>The time left until the Job may be deleted; null when it never may.</summary>
    public static TimeSpan? Decide(Job job, DateTimeOffset now)
    {
        if (job.Metadata.DeletionTimestamp is not null || job.Spec.TtlSecondsAfterFinished is not { } seconds) return null;
        foreach (JobCondition condition in job.Status.Conditions ?? [])
        {
            if (condition.Type is JobNames.Complete or JobNames.Failed && condition.Status == Truth.True && condition.LastTransitionTime is { } end)
                return end.Value.AddSeconds(seconds) - now;
        }

        return null;
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (jobs.Get(key) is not { } job || Decide(job, Context.Now) is not { } left) return ReconcileResult.Done;
        if (left > TimeSpan.Zero) return ReconcileResult.After(left);

        // The time may have been changed since our copy.
        Job? fresh = await Client.FindAsync<Job>(key.Namespace, key.Name, cancellationToken).ConfigureAwait(false);
        if (fresh is null || Decide(fresh, Context.Now) is not { } still) return ReconcileResult.Done;
        if (still > TimeSpan.Zero) return ReconcileResult.After(still);
        var options = new DeleteOptions { PropagationPolicy = "Foreground", Preconditions = new Preconditions { Uid = fresh.Metadata.Uid } };
        try
        {
            await Client.DeleteAsync<Job>(key.Namespace, key.Name, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }
}
