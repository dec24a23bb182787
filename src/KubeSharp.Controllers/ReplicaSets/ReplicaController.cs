using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="ReplicaDecision"/> out, for ReplicaSets and ReplicationControllers alike.</summary>
internal abstract class ReplicaController<T> : KeyedController
    where T : class, IKubernetesObject<T>
{
    private readonly Expectations expectations = new();
    private readonly PodControl control;
    private readonly Informer<T> sets;
    private readonly Informer<Pod> pods;

    protected ReplicaController(ControllerContext context)
        : base(context)
    {
        control = new PodControl(context, expectations);
        sets = Main<T>();
        OwnerIndex.AddTo(sets);
        pods = Need<Pod>();
        OwnerIndex.AddTo(pods);
        pods.AddHandler(
            PodSeen,
            (old, pod) =>
            {
                if (Owners.Controller(old)?.Uid != Owners.Controller(pod)?.Uid) QueueOwner(old);
                PodSeen(pod);
            },
            QueueOwner);
    }

    protected abstract ReplicaView View(T set);

    /// <summary>True when the kind's status says how many pods are terminating.</summary>
    protected virtual bool CountsTerminating => true;

    /// <summary>Puts a status into a copy of the object.</summary>
    protected abstract T WithStatus(T copy, ReplicaStatus status);

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        T? set = sets.Get(key);
        if (set is null)
        {
            expectations.Forget(key);
            return ReconcileResult.Done;
        }

        // The pods that are still on their way here wake the key again.
        if (!expectations.AreMet(key, pods)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        ReplicaView view = View(set);
        Claim<Pod> claim = Claim<Pod>.Decide(set, view.Selector, OwnerIndex.Candidates(pods, key.Namespace, set.Metadata.Uid!));
        List<Pod> owned = await ClaimActions.ApplyAsync(Client, set, claim, null, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = Context.Now;
        ReplicaPlan plan = ReplicaDecision.Decide(view, owned, Related(set, owned), now);
        ((string Reason, string Message)? failure, Exception? error) = await ActAsync(set, view, plan, cancellationToken).ConfigureAwait(false);
        ReplicaStatus status = ReplicaDecision.Status(view, owned, failure, now);
        if (!CountsTerminating) status = status with { Terminating = 0 };
        if (status != view.Status) await Client.UpdateStatusAsync(WithStatus(set.DeepCopy(), status), cancellationToken: cancellationToken).ConfigureAwait(false);
        if (error is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        return ReplicaDecision.NextAvailable(view, owned, now) is { } next ? ReconcileResult.After(next) : ReconcileResult.Done;
    }

    private async Task<((string Reason, string Message)? Failure, Exception? Error)> ActAsync(
        T set, ReplicaView view, ReplicaPlan plan, CancellationToken cancellationToken)
    {
        Exception? error = null;
        string reason = "FailedCreate";
        if (plan.Create > 0)
        {
            OwnerReference owner = Owners.ControllerReference(set);
            (_, error) = await SlowStart.RunAsync(
                plan.Create,
                _ => control.CreateAsync(set, PodFactory.Create(view.Template!, set.Metadata.Namespace!, owner), cancellationToken)).ConfigureAwait(false);

            // In a namespace that is going away nothing can be made, and nothing needs to be.
            if (error is KubeApiException { IsNamespaceTerminating: true }) error = null;
        }
        else if (plan.Delete.Count > 0)
        {
            reason = "FailedDelete";
            var tasks = new List<Task>(plan.Delete.Count);
            foreach (Pod pod in plan.Delete) tasks.Add(control.DeleteAsync(set, pod, cancellationToken));
            foreach (Task task in tasks)
            {
                try
                {
                    await task.ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    error ??= e;
                }
            }
        }

        return error is null ? (null, null) : ((reason, error.Message), error);
    }

    /// <summary>Pods of all sets that share this set's controller: a Deployment's old and new pods count together on a node.</summary>
    private List<Pod> Related(T set, List<Pod> owned)
    {
        if (Owners.Controller(set) is not { } owner) return owned;
        var related = new List<Pod>();
        foreach (T sibling in OwnerIndex.Owned(sets, owner.Uid)) related.AddRange(OwnerIndex.Owned(pods, sibling.Metadata.Uid!));
        return related;
    }

    private void PodSeen(Pod pod)
    {
        if (Owners.Controller(pod) is not null)
        {
            QueueOwner(pod);
            return;
        }

        // An orphan: every set that would take it should look.
        if (pod.Metadata.DeletionTimestamp is not null) return;
        foreach (T set in sets.List(pod.Metadata.Namespace ?? ""))
            if (View(set).Selector.Matches(pod.Metadata.Labels)) Queue.Add(ObjectKey.Of(set));
    }

    private void QueueOwner(Pod pod)
    {
        if (Owners.Controller(pod) is { } owner && owner.Kind == T.Resource.Kind && owner.ApiVersion == T.Resource.ApiVersion)
            Queue.Add(new ObjectKey(pod.Metadata.Namespace ?? "", owner.Name));
    }
}
