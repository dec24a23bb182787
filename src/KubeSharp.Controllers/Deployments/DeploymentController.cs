using System.Globalization;
using KubeSharp.Client;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="DeploymentDecision"/> out.</summary>
internal sealed class DeploymentController : KeyedController
{
    private readonly Expectations expectations = new();
    private readonly Informer<Deployment> deployments;
    private readonly Informer<ReplicaSet> sets;
    private readonly Informer<Pod> pods;

    public DeploymentController(ControllerContext context)
        : base(context)
    {
        deployments = Main<Deployment>();
        sets = Need<ReplicaSet>();
        OwnerIndex.AddTo(sets);
        sets.AddHandler(
            SetSeen,
            (old, set) =>
            {
                if (Owners.Controller(old)?.Uid != Owners.Controller(set)?.Uid) QueueOwner(old);
                SetSeen(set);
            },
            QueueOwner);
        pods = Need<Pod>();
        OwnerIndex.AddTo(pods);

        // Only a Recreate rollout waits for pods to vanish.
        pods.AddHandler(deleted: PodGone);
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Deployment? deployment = deployments.Get(key);
        if (deployment is null)
        {
            expectations.Forget(key);
            return ReconcileResult.Done;
        }

        if (!expectations.AreMet(key, sets)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        Claim<ReplicaSet> claim = Claim<ReplicaSet>.Decide(
            deployment, Selectors.Of(deployment.Spec.Selector), OwnerIndex.Candidates(sets, key.Namespace, deployment.Metadata.Uid!));
        List<ReplicaSet> owned = await ClaimActions.ApplyAsync(Client, deployment, claim, null, cancellationToken).ConfigureAwait(false);
        var byUid = new Dictionary<string, IReadOnlyList<Pod>>(StringComparer.Ordinal);
        foreach (ReplicaSet set in owned) byUid[set.Metadata.Uid!] = OwnerIndex.Owned(pods, set.Metadata.Uid!);
        DeploymentPlan plan = DeploymentDecision.Decide(new DeploymentSnapshot(deployment, owned, byUid), Context.Now);
        return await ActAsync(key, deployment, plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconcileResult> ActAsync(ObjectKey key, Deployment deployment, DeploymentPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Event is { } said) Context.Events.Event(deployment, said.Type, said.Reason, said.Message);
        foreach (ScaledReplicaSet scaled in plan.Update)
        {
            ReplicaSet written = await Client.UpdateAsync(scaled.ReplicaSet, cancellationToken: cancellationToken).ConfigureAwait(false);
            expectations.Expect(key, written);
            if (scaled.To != scaled.From) SayScaled(deployment, written.Metadata.Name!, scaled.From, scaled.To);
        }

        Deployment latest = deployment;
        if (plan.Create is not null)
        {
            DeploymentStatus? failed = await CreateAsync(key, deployment, plan.Create, cancellationToken).ConfigureAwait(false);
            if (failed is not null)
            {
                await WriteStatusAsync(latest, failed, cancellationToken).ConfigureAwait(false);
                return ReconcileResult.Retry;
            }
        }

        foreach (ReplicaSet set in plan.Delete) await DeleteAsync(set, cancellationToken).ConfigureAwait(false);
        if (plan.Revision is not null)
        {
            Deployment copy = deployment.DeepCopy();
            (copy.Metadata.Annotations ??= [])[DeploymentNames.Revision] = plan.Revision;
            latest = await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        if (plan.Status is not null) await WriteStatusAsync(latest, plan.Status, cancellationToken).ConfigureAwait(false);
        return plan.After is { } after ? ReconcileResult.After(after) : ReconcileResult.Done;
    }

    /// <summary>Makes the new ReplicaSet; answers with a status to write instead of the planned one when that fails.</summary>
    private async Task<DeploymentStatus?> CreateAsync(ObjectKey key, Deployment deployment, ReplicaSet set, CancellationToken cancellationToken)
    {
        try
        {
            ReplicaSet created = await Client.CreateAsync(set, cancellationToken: cancellationToken).ConfigureAwait(false);
            expectations.Expect(key, created);
            if (created.Size() > 0) SayScaled(deployment, created.Metadata.Name!, 0, created.Size());
            return null;
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            ReplicaSet taken = await Client.GetAsync<ReplicaSet>(set.Metadata.Namespace, set.Metadata.Name!, cancellationToken).ConfigureAwait(false);
            if (Owners.IsControlledBy(taken, deployment) && DeploymentMath.SameTemplate(taken.Spec.Template, set.Spec.Template))
            {
                // Made by an earlier step whose result has not reached the informer.
                expectations.Expect(key, taken);
                return null;
            }

            DeploymentStatus status = deployment.Status.DeepCopy();
            status.CollisionCount = (status.CollisionCount ?? 0) + 1;
            return status;
        }
        catch (KubeApiException e) when (!e.IsNamespaceTerminating)
        {
            string message = $"Failed to create new replica set \"{set.Metadata.Name}\": {e.Message}";
            Context.Events.Event(deployment, EventTypes.Warning, DeploymentNames.FailedCreate, message);
            DeploymentStatus status = deployment.Status.DeepCopy();
            if (DeploymentProgress.HasDeadline(deployment))
            {
                DeploymentConditions.Set(
                    status, DeploymentConditions.Make(DeploymentNames.Progressing, Truth.False, DeploymentNames.FailedCreate, message, Context.Now));
            }

            return status;
        }
        catch (KubeApiException)
        {
            return deployment.Status.DeepCopy();
        }
    }

    private async Task DeleteAsync(ReplicaSet set, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { Preconditions = new Preconditions { Uid = set.Metadata.Uid } };
            await Client.DeleteAsync<ReplicaSet>(set.Metadata.Namespace, set.Metadata.Name!, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone already.
        }
    }

    private async Task WriteStatusAsync(Deployment latest, DeploymentStatus status, CancellationToken cancellationToken)
    {
        if (status.Equals(latest.Status)) return;
        Deployment copy = latest.DeepCopy();
        copy.Status = status;
        await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private void SayScaled(Deployment deployment, string name, int from, int to) => Context.Events.Event(
        deployment,
        EventTypes.Normal,
        "ScalingReplicaSet",
        string.Create(CultureInfo.InvariantCulture, $"Scaled {(to > from ? "up" : "down")} replica set {name} from {from} to {to}"));

    private void SetSeen(ReplicaSet set)
    {
        if (Owners.Controller(set) is not null)
        {
            QueueOwner(set);
            return;
        }

        if (set.Metadata.DeletionTimestamp is not null) return;
        foreach (Deployment deployment in deployments.List(set.Metadata.Namespace ?? ""))
            if (Selectors.Of(deployment.Spec.Selector).Matches(set.Metadata.Labels)) Queue.Add(ObjectKey.Of(deployment));
    }

    private void QueueOwner(ReplicaSet set)
    {
        if (Owners.Controller(set) is { Kind: "Deployment" } owner) Queue.Add(new ObjectKey(set.Metadata.Namespace ?? "", owner.Name));
    }

    private void PodGone(Pod pod)
    {
        if (Owners.Controller(pod) is not { Kind: "ReplicaSet" } owner) return;
        if (sets.Get(pod.Metadata.Namespace, owner.Name) is not { } set || Owners.Controller(set) is not { Kind: "Deployment" } top) return;
        if (deployments.Get(set.Metadata.Namespace, top.Name) is { } deployment && !DeploymentMath.IsRolling(deployment)) Queue.Add(ObjectKey.Of(deployment));
    }
}
