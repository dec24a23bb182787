using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using KubeSharp.Models.Policy.V1;

namespace KubeSharp.Controllers;

/// <summary>How many of a budget's pods may be evicted now: https://kubernetes.io/docs/tasks/run-application/configure-pdb/.</summary>
internal static class BudgetDecision
{
    /// <summary>An eviction that was granted but whose pod is still there is forgotten after this time.</summary>
    public static readonly TimeSpan DeletionTimeout = TimeSpan.FromMinutes(2);

    private const string DisruptionAllowed = "DisruptionAllowed";

    /// <summary>The status the budget should have, and when to look again for a granted eviction that may run out.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="pods">The pods it selects.</param>
    /// <param name="expectedByControllers">How many pods their controllers want in all; null when that cannot be told for one of them, with why.</param>
    /// <param name="failure">Why <paramref name="expectedByControllers"/> is null.</param>
    /// <param name="now">Now.</param>
    public static (PodDisruptionBudgetStatus Status, TimeSpan? After) Decide(
        PodDisruptionBudget budget, IReadOnlyList<Pod> pods, int? expectedByControllers, string? failure, DateTimeOffset now)
    {
        PodDisruptionBudgetStatus status = budget.Status.DeepCopy();
        status.ObservedGeneration = budget.Metadata.Generation;
        (int expected, int desired)? wanted = Wanted(budget, pods.Count, expectedByControllers);
        if (wanted is null)
        {
            // Without knowing what is wanted nothing can be allowed.
            status.DisruptionsAllowed = 0;
            Set(status, budget, Truth.False, "SyncFailed", failure ?? "", now);
            return (status, null);
        }

        TimeSpan? after = KeepDisrupted(status, pods, now);
        int healthy = 0;
        foreach (Pod pod in pods)
        {
            bool evicted = status.DisruptedPods?.ContainsKey(pod.Metadata.Name!) == true;
            if (pod.Metadata.DeletionTimestamp is null && !evicted && PodFacts.IsReady(pod)) healthy++;
        }

        status.ExpectedPods = wanted.Value.expected;
        status.DesiredHealthy = wanted.Value.desired;
        status.CurrentHealthy = healthy;
        status.DisruptionsAllowed = wanted.Value.expected <= 0 ? 0 : Math.Max(0, healthy - wanted.Value.desired);
        bool allowed = status.DisruptionsAllowed > 0;
        Set(status, budget, allowed ? Truth.True : Truth.False, allowed ? "SufficientPods" : "InsufficientPods", "", now);
        return (status, after);
    }

    /// <summary>True when what the pods' controllers want matters, not only how many pods there are.</summary>
    public static bool NeedsControllers(PodDisruptionBudget budget) => budget.Spec.MaxUnavailable is not null || budget.Spec.MinAvailable is { IsString: true };

    private static (int Expected, int Desired)? Wanted(PodDisruptionBudget budget, int count, int? byControllers)
    {
        if (!NeedsControllers(budget)) return (count, budget.Spec.MinAvailable?.IntValue ?? 0);
        if (byControllers is not { } expected) return null;
        if (budget.Spec.MaxUnavailable is { } max)
        {
            max.TryScale(expected, roundUp: true, out int unavailable);
            return (expected, Math.Max(0, expected - unavailable));
        }

        budget.Spec.MinAvailable!.Value.TryScale(expected, roundUp: true, out int available);
        return (expected, available);
    }

    private static TimeSpan? KeepDisrupted(PodDisruptionBudgetStatus status, IReadOnlyList<Pod> pods, DateTimeOffset now)
    {
        TimeSpan? after = null;
        var kept = new Dictionary<string, Time>(StringComparer.Ordinal);
        foreach (Pod pod in pods)
        {
            if (status.DisruptedPods?.TryGetValue(pod.Metadata.Name!, out Time since) != true || pod.Metadata.DeletionTimestamp is not null) continue;
            TimeSpan left = since.Value + DeletionTimeout - now;
            if (left <= TimeSpan.Zero) continue;
            kept[pod.Metadata.Name!] = since;
            if (after is null || left < after) after = left;
        }

        status.DisruptedPods = kept.Count == 0 ? null : kept;
        return after;
    }

    private static void Set(PodDisruptionBudgetStatus status, PodDisruptionBudget budget, string truth, string reason, string message, DateTimeOffset now)
    {
        Condition? condition = status.Conditions?.Find(static c => c.Type == DisruptionAllowed);
        if (condition is null) (status.Conditions ??= []).Add(condition = new Condition { Type = DisruptionAllowed });
        if (condition.Status != truth) condition.LastTransitionTime = now;
        condition.Status = truth;
        condition.Reason = reason;
        condition.Message = message;
        condition.ObservedGeneration = budget.Metadata.Generation;
    }
}
