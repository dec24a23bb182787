using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Apps.V1;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using KubeSharp.Models.Policy.V1;
using Scale = KubeSharp.Models.Autoscaling.V1.Scale;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="BudgetDecision"/> out; evictions read what it writes.</summary>
internal sealed class DisruptionController : KeyedController
{
    private readonly Informer<PodDisruptionBudget> budgets;
    private readonly Informer<Pod> pods;
    private readonly Informer<ReplicaSet> replicaSets;
    private readonly Informer<Deployment> deployments;
    private readonly Informer<ReplicationController> replicationControllers;
    private readonly Informer<StatefulSet> statefulSets;

    public DisruptionController(ControllerContext context)
        : base(context, workers: 1)
    {
        budgets = Main<PodDisruptionBudget>();
        pods = Need<Pod>();
        pods.AddHandler(PodSeen, (old, pod) =>
        {
            PodSeen(pod);
            if (!ReferenceEquals(old.Metadata.Labels, pod.Metadata.Labels)) PodSeen(old);
        }, PodSeen);
        replicaSets = Need<ReplicaSet>();
        deployments = Need<Deployment>();
        replicationControllers = Need<ReplicationController>();
        statefulSets = Need<StatefulSet>();
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (budgets.Get(key) is not { } budget || budget.Metadata.DeletionTimestamp is not null) return ReconcileResult.Done;
        LabelQuery selector = Selectors.Of(budget.Spec.Selector);
        var selected = new List<Pod>();
        foreach (Pod pod in pods.List(key.Namespace))
            if (selector.Matches(pod.Metadata.Labels) && !PodFacts.IsFinished(pod)) selected.Add(pod);
        int? expected = null;
        string? failure = null;
        if (BudgetDecision.NeedsControllers(budget)) (expected, failure) = await ExpectedAsync(selected, cancellationToken).ConfigureAwait(false);
        (PodDisruptionBudgetStatus status, TimeSpan? after) = BudgetDecision.Decide(budget, selected, expected, failure, Context.Now);
        if (!status.Equals(budget.Status))
        {
            PodDisruptionBudget copy = budget.DeepCopy();
            copy.Status = status;
            await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        if (failure is not null) Context.Events.Event(budget, EventTypes.Warning, "CalculateExpectedPodCountFailed", "Failed to calculate the number of expected pods: " + failure);
        return after is { } delay ? ReconcileResult.After(delay) : ReconcileResult.Done;
    }

    /// <summary>The sum of what the pods' controllers want.</summary>
    private async Task<(int? Expected, string? Failure)> ExpectedAsync(List<Pod> selected, CancellationToken cancellationToken)
    {
        int sum = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Pod pod in selected)
        {
            if (Owners.Controller(pod) is not { } owner) return (null, $"found no controller ref for pod \"{pod.Metadata.Name}\"");
            (string uid, int? wanted) = await WantedAsync(pod.Metadata.Namespace!, owner, cancellationToken).ConfigureAwait(false);
            if (wanted is null) return (null, $"found no controllers for pod \"{pod.Metadata.Name}\"");
            if (seen.Add(uid)) sum += wanted.Value;
        }

        return (sum, null);
    }

    private async Task<(string Uid, int? Wanted)> WantedAsync(string ns, OwnerReference owner, CancellationToken cancellationToken)
    {
        switch (owner.Kind)
        {
            case "ReplicaSet" when replicaSets.Get(ns, owner.Name) is { } set:
                if (Owners.Controller(set) is { Kind: "Deployment" } top && deployments.Get(ns, top.Name) is { } deployment) return (deployment.Metadata.Uid!, deployment.Spec.Replicas ?? 1);
                return (set.Metadata.Uid!, set.Spec.Replicas ?? 1);
            case "ReplicationController" when replicationControllers.Get(ns, owner.Name) is { } controller:
                return (controller.Metadata.Uid!, controller.Spec.Replicas ?? 1);
            case "StatefulSet" when statefulSets.Get(ns, owner.Name) is { } set:
                return (set.Metadata.Uid!, set.Spec.Replicas ?? 1);
            default:
                return (owner.Uid, await ScaleAsync(ns, owner, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Any other kind may say by its scale subresource how many pods it wants.</summary>
    private async Task<int?> ScaleAsync(string ns, OwnerReference owner, CancellationToken cancellationToken)
    {
        DiscoveryResult found = await Context.Discovery.DiscoverAsync(cancellationToken).ConfigureAwait(false);
        foreach (DiscoveredResource resource in found.Resources)
        {
            if (resource.Resource.Kind != owner.Kind || resource.Resource.ApiVersion != owner.ApiVersion || !resource.Resource.Namespaced) continue;
            try
            {
                string path = $"/apis/{resource.Resource.ApiVersion}/namespaces/{ns}/{resource.Resource.Plural}/{owner.Name}/scale";
                byte[] answer = await Client.SendRawAsync(HttpMethod.Get, path, cancellationToken: cancellationToken).ConfigureAwait(false);
                return KubernetesJson.Parse<Scale>(answer).Spec.Replicas ?? 0;
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                return null;
            }
        }

        return null;
    }

    private void PodSeen(Pod pod)
    {
        foreach (PodDisruptionBudget budget in budgets.List(pod.Metadata.Namespace ?? ""))
            if (Selectors.Of(budget.Spec.Selector).Matches(pod.Metadata.Labels)) Queue.Add(ObjectKey.Of(budget));
    }
}
