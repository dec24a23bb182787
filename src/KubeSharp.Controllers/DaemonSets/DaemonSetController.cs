using System.Collections.Concurrent;
using KubeSharp.Client;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="DaemonSetDecision"/> out.</summary>
internal sealed class DaemonSetController : KeyedController
{
    private static readonly TimeSpan FailedPodBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxFailedPodBackoff = TimeSpan.FromMinutes(15);
    private readonly Expectations podExpectations = new();
    private readonly Expectations revisionExpectations = new();
    private readonly PodControl control;
    private readonly RevisionStore revisionStore;
    private readonly Informer<DaemonSet> sets;
    private readonly Informer<ControllerRevision> revisions;
    private readonly Informer<Pod> pods;
    private readonly Informer<Node> nodes;
    private readonly ConcurrentDictionary<(ObjectKey Set, string Node), (int Count, DateTimeOffset Last)> failures = new();

    public DaemonSetController(ControllerContext context)
        : base(context, workers: 2)
    {
        control = new PodControl(context, podExpectations);
        revisionStore = new RevisionStore(context, revisionExpectations);
        sets = Main<DaemonSet>();
        revisions = Need<ControllerRevision>();
        OwnerIndex.AddTo(revisions);
        pods = Need<Pod>();
        OwnerIndex.AddTo(pods);
        pods.AddHandler(PodSeen, (_, pod) => PodSeen(pod), PodSeen);
        nodes = Need<Node>();
        nodes.AddHandler(_ => QueueAll(), NodeChanged, _ => QueueAll());
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        DaemonSet? set = sets.Get(key);
        if (set is null)
        {
            podExpectations.Forget(key);
            revisionExpectations.Forget(key);
            foreach ((ObjectKey Set, string Node) failure in failures.Keys)
                if (failure.Set == key) failures.TryRemove(failure, out _);
            return ReconcileResult.Done;
        }

        if (!podExpectations.AreMet(key, pods) || !revisionExpectations.AreMet(key, revisions)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        List<ControllerRevision> known = [.. OwnerIndex.Owned(revisions, set.Metadata.Uid!)];
        ControllerRevision? current = set.Metadata.DeletionTimestamp is not null ? known.MaxBy(static r => r.Revision) : await revisionStore.CurrentAsync(
            set, set.Spec.Template, set.Spec.Selector.MatchLabels, set.Status.CollisionCount, known, cancellationToken).ConfigureAwait(false);
        if (current is null) return await CollideAsync(set, cancellationToken).ConfigureAwait(false);
        string hash = RevisionHistory.Hash(current);
        Claim<Pod> claim = Claim<Pod>.Decide(set, Selectors.Of(set.Spec.Selector), OwnerIndex.Candidates(pods, key.Namespace, set.Metadata.Uid!));
        List<Pod> owned = await ClaimActions.ApplyAsync(Client, set, claim, null, cancellationToken).ConfigureAwait(false);
        DaemonSetPlan plan = DaemonSetDecision.Decide(set, hash, nodes.List(), owned, Context.Now);
        TimeSpan? wait = await ActAsync(key, set, hash, plan, cancellationToken).ConfigureAwait(false);
        await DropHistoryAsync(set, hash, known, owned, cancellationToken).ConfigureAwait(false);
        TimeSpan? after = wait is not null && (plan.After is null || wait < plan.After) ? wait : plan.After;
        return after is { } delay ? ReconcileResult.After(delay) : ReconcileResult.Done;
    }

    private async Task<TimeSpan?> ActAsync(ObjectKey key, DaemonSet set, string hash, DaemonSetPlan plan, CancellationToken cancellationToken)
    {
        TimeSpan? wait = null;
        Exception? error = null;
        foreach (Pod pod in plan.Delete)
        {
            if (plan.Failed.Contains(pod) && Backoff(key, pod) is { } left)
            {
                wait = wait is null || left < wait ? left : wait;
                continue;
            }

            try
            {
                await control.DeleteAsync(set, pod, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                error ??= e;
            }
        }

        if (plan.Create.Count > 0)
        {
            PodTemplateSpec template = DaemonPods.Template(set, hash);
            (_, Exception? failed) = await SlowStart.RunAsync(
                plan.Create.Count, i => control.CreateAsync(set, DaemonPods.Create(set, template, plan.Create[i]), cancellationToken)).ConfigureAwait(false);
            if (failed is not KubeApiException { IsNamespaceTerminating: true }) error ??= failed;
        }

        if (plan.Status is not null)
        {
            DaemonSet copy = set.DeepCopy();
            copy.Status = plan.Status;
            await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        if (error is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        return wait;
    }

    /// <summary>How long a failed pod of this node stays before it is replaced; null: replace it now.</summary>
    private TimeSpan? Backoff(ObjectKey key, Pod pod)
    {
        (ObjectKey, string) node = (key, DaemonPods.NodeOf(pod) ?? "");
        DateTimeOffset now = Context.Now;
        (int count, DateTimeOffset last) = failures.GetValueOrDefault(node);
        if (count > 0 && now - last > MaxFailedPodBackoff * 2) count = 0;
        double seconds = count == 0 ? 0 : Math.Min(FailedPodBackoff.TotalSeconds * Math.Pow(2, Math.Min(count - 1, 20)), MaxFailedPodBackoff.TotalSeconds);
        TimeSpan left = last.AddSeconds(seconds) - now;
        if (count > 0 && left > TimeSpan.Zero) return left;
        failures[node] = (count + 1, now);
        Context.Events.Event(
            sets.Get(key)!, EventTypes.Warning, "FailedDaemonPod", $"Found failed daemon pod {pod.Metadata.Namespace}/{pod.Metadata.Name} on node {node.Item2}, will try to kill it");
        return null;
    }

    private async Task<ReconcileResult> CollideAsync(DaemonSet set, CancellationToken cancellationToken)
    {
        DaemonSet copy = set.DeepCopy();
        copy.Status.CollisionCount = (copy.Status.CollisionCount ?? 0) + 1;
        await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Retry;
    }

    private async Task DropHistoryAsync(DaemonSet set, string hash, List<ControllerRevision> known, List<Pod> owned, CancellationToken cancellationToken)
    {
        var live = new HashSet<string>(StringComparer.Ordinal) { hash };
        foreach (Pod pod in owned)
            if (pod.Metadata.Labels?.GetValueOrDefault(RevisionHistory.HashLabel) is { } used) live.Add(used);
        await revisionStore.DropAsync(RevisionHistory.Surplus(known, live, set.Spec.RevisionHistoryLimit ?? 10), cancellationToken).ConfigureAwait(false);
    }

    private void NodeChanged(Node old, Node node)
    {
        if (SameLabels(old, node) && (old.Spec.Taints?.Count ?? 0) == (node.Spec.Taints?.Count ?? 0)
            && (node.Spec.Taints ?? []).TrueForAll(t => old.Spec.Taints!.Exists(o => o.Key == t.Key && o.Effect == t.Effect && o.Value == t.Value))) return;
        QueueAll();
    }

    private static bool SameLabels(Node a, Node b) =>
        (a.Metadata.Labels?.Count ?? 0) == (b.Metadata.Labels?.Count ?? 0)
        && (a.Metadata.Labels ?? []).All(l => b.Metadata.Labels!.TryGetValue(l.Key, out string? value) && value == l.Value);

    private void QueueAll()
    {
        foreach (DaemonSet set in sets.List()) Queue.Add(ObjectKey.Of(set));
    }

    private void PodSeen(Pod pod)
    {
        if (Owners.Controller(pod) is { } owner)
        {
            if (owner.Kind == "DaemonSet") Queue.Add(new ObjectKey(pod.Metadata.Namespace ?? "", owner.Name));
            return;
        }

        if (pod.Metadata.DeletionTimestamp is not null) return;
        foreach (DaemonSet set in sets.List(pod.Metadata.Namespace ?? ""))
            if (Selectors.Of(set.Spec.Selector).Matches(pod.Metadata.Labels)) Queue.Add(ObjectKey.Of(set));
    }
}
