using KubeSharp.Client;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="StatefulSetDecision"/> out.</summary>
internal sealed class StatefulSetController : KeyedController
{
    private readonly Expectations podExpectations = new();
    private readonly Expectations revisionExpectations = new();
    private readonly PodControl control;
    private readonly RevisionStore revisionStore;
    private readonly Informer<StatefulSet> sets;
    private readonly Informer<ControllerRevision> revisions;
    private readonly Informer<Pod> pods;
    private readonly Informer<PersistentVolumeClaim> claims;

    public StatefulSetController(ControllerContext context)
        : base(context)
    {
        control = new PodControl(context, podExpectations);
        revisionStore = new RevisionStore(context, revisionExpectations);
        sets = Main<StatefulSet>();
        revisions = Need<ControllerRevision>();
        OwnerIndex.AddTo(revisions);
        pods = Need<Pod>();
        OwnerIndex.AddTo(pods);
        pods.AddHandler(PodSeen, (_, pod) => PodSeen(pod), PodSeen);
        claims = Need<PersistentVolumeClaim>();
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        StatefulSet? set = sets.Get(key);
        if (set is null)
        {
            podExpectations.Forget(key);
            revisionExpectations.Forget(key);
            return ReconcileResult.Done;
        }

        if (Selectors.SelectsAll(set.Spec.Selector)) return ReconcileResult.Done;
        if (!podExpectations.AreMet(key, pods) || !revisionExpectations.AreMet(key, revisions)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        Claim<Pod> claim = Claim<Pod>.Decide(set, Selectors.Of(set.Spec.Selector), OwnerIndex.Candidates(pods, key.Namespace, set.Metadata.Uid!));
        claim.Adopt.RemoveAll(p => StatefulPods.Ordinal(set, p) < 0);
        List<Pod> owned = await ClaimActions.ApplyAsync(Client, set, claim, null, cancellationToken).ConfigureAwait(false);
        List<ControllerRevision> known = [.. OwnerIndex.Owned(revisions, set.Metadata.Uid!)];
        ControllerRevision? update = set.Metadata.DeletionTimestamp is not null ? known.MaxBy(static r => r.Revision) : await revisionStore.CurrentAsync(
            set, set.Spec.Template, set.Spec.Selector.MatchLabels, set.Status.CollisionCount, known, cancellationToken).ConfigureAwait(false);
        if (update is null) return await CollideAsync(set, cancellationToken).ConfigureAwait(false);
        ControllerRevision current = known.Find(r => r.Metadata.Name == set.Status.CurrentRevision) ?? update;
        StatefulSetPlan plan = StatefulSetDecision.Decide(set, owned, current, update, Context.Now);
        Exception? error = null;
        try
        {
            await ActAsync(set, owned, plan, current, update, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
        }

        if (!plan.Status.Equals(set.Status))
        {
            StatefulSet copy = set.DeepCopy();
            copy.Status = plan.Status;
            await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        if (error is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        var live = new HashSet<string>(StringComparer.Ordinal) { RevisionHistory.Hash(current), RevisionHistory.Hash(update) };
        foreach (Pod pod in owned)
            if (pod.Metadata.Labels?.GetValueOrDefault(RevisionHistory.HashLabel) is { } used) live.Add(used);
        await revisionStore.DropAsync(RevisionHistory.Surplus(known, live, set.Spec.RevisionHistoryLimit ?? 10), cancellationToken).ConfigureAwait(false);
        return plan.After is { } after ? ReconcileResult.After(after) : ReconcileResult.Done;
    }

    private async Task ActAsync(
        StatefulSet set, List<Pod> owned, StatefulSetPlan plan, ControllerRevision current, ControllerRevision update, CancellationToken cancellationToken)
    {
        foreach (int ordinal in plan.Claims) await EnsureClaimsAsync(set, ordinal, null, cancellationToken).ConfigureAwait(false);
        if (set.Spec.PersistentVolumeClaimRetentionPolicy?.WhenScaled == "Delete")
        {
            int end = (set.Spec.Ordinals?.Start ?? 0) + (set.Spec.Replicas ?? 1);
            foreach (Pod pod in owned)
                if (StatefulPods.Ordinal(set, pod) >= end) await EnsureClaimsAsync(set, StatefulPods.Ordinal(set, pod), pod, cancellationToken).ConfigureAwait(false);
        }

        foreach ((int ordinal, bool updated) in plan.Create)
        {
            ControllerRevision revision = updated ? update : current;
            PodTemplateSpec template = updated ? set.Spec.Template : RevisionHistory.Template(current) ?? set.Spec.Template;
            Pod pod = StatefulPods.Create(set, template, RevisionHistory.Hash(revision), ordinal);
            await control.CreateAsync(set, pod, cancellationToken).ConfigureAwait(false);
        }

        foreach (Pod pod in plan.Delete) await control.DeleteAsync(set, pod, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Claims are made before the pod that needs them, and carry the owners that the retention policy asks for.</summary>
    private async Task EnsureClaimsAsync(StatefulSet set, int ordinal, Pod? condemned, CancellationToken cancellationToken)
    {
        foreach (PersistentVolumeClaim wanted in StatefulPods.Claims(set, ordinal))
        {
            PersistentVolumeClaim? claim = claims.Get(wanted.Metadata.Namespace, wanted.Metadata.Name!);
            if (claim is null)
            {
                if (condemned is not null) continue;
                try
                {
                    await Client.CreateAsync(wanted, cancellationToken: cancellationToken).ConfigureAwait(false);
                    Context.Events.Event(set, EventTypes.Normal, "SuccessfulCreate", $"create Claim {wanted.Metadata.Name} Pod {StatefulPods.Name(set, ordinal)} in StatefulSet {set.Metadata.Name} success");
                }
                catch (KubeApiException e) when (e.IsAlreadyExists)
                {
                    // Made by an earlier look.
                }
            }
            else if (set.Spec.PersistentVolumeClaimRetentionPolicy is not null && StatefulPods.ClaimOwners(set, claim, condemned) is { } owners)
            {
                PersistentVolumeClaim copy = claim.DeepCopy();
                copy.Metadata.OwnerReferences = owners;
                await Client.UpdateAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<ReconcileResult> CollideAsync(StatefulSet set, CancellationToken cancellationToken)
    {
        StatefulSet copy = set.DeepCopy();
        copy.Status.CollisionCount = (copy.Status.CollisionCount ?? 0) + 1;
        await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Retry;
    }

    private void PodSeen(Pod pod)
    {
        if (Owners.Controller(pod) is { } owner)
        {
            if (owner.Kind == "StatefulSet") Queue.Add(new ObjectKey(pod.Metadata.Namespace ?? "", owner.Name));
            return;
        }

        if (pod.Metadata.DeletionTimestamp is not null) return;
        foreach (StatefulSet set in sets.List(pod.Metadata.Namespace ?? ""))
            if (Selectors.Of(set.Spec.Selector).Matches(pod.Metadata.Labels)) Queue.Add(ObjectKey.Of(set));
    }
}
