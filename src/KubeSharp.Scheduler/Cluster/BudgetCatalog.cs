using KubeSharp.Models.Policy.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Cluster;

/// <summary>Pod disruption budgets.</summary>
internal sealed class BudgetCatalog
{
    private readonly Dictionary<string, Budget> budgets = new(StringComparer.Ordinal);

    /// <summary>Learns of a budget.</summary>
    public void Set(PodDisruptionBudget budget)
    {
        var key = budget.Metadata.Namespace + "/" + budget.Metadata.Name;
        var disrupted = budget.Status.DisruptedPods is { Count: > 0 } pods ? new HashSet<string>(pods.Keys, StringComparer.Ordinal) : null;
        budgets[key] = new Budget(
            budget.Metadata.Namespace ?? "", LabelMatcher.From(budget.Spec.Selector), budget.Status.DisruptionsAllowed, disrupted);
    }

    /// <summary>Forgets a budget.</summary>
    public void Remove(string @namespace, string name) => budgets.Remove(@namespace + "/" + name);

    /// <summary>Splits pods, kept in order, into those whose removal breaks a budget and the others.</summary>
    public void Split(List<PodInfo> pods, List<PodInfo> violating, List<PodInfo> others)
    {
        if (budgets.Count == 0)
        {
            others.AddRange(pods);
            return;
        }

        var left = new Dictionary<Budget, int>();
        foreach (var pod in pods)
        {
            var violates = false;
            if (pod.Labels is { Count: > 0 })
            {
                foreach (var budget in budgets.Values)
                {
                    if (budget.Namespace != pod.Namespace || !budget.Selector.Matches(pod.Labels) || budget.Disrupted?.Contains(pod.Name) == true)
                        continue;
                    var remaining = left.TryGetValue(budget, out var value) ? value - 1 : budget.Allowed - 1;
                    left[budget] = remaining;
                    violates |= remaining < 0;
                }
            }

            (violates ? violating : others).Add(pod);
        }
    }

    private sealed record Budget(string Namespace, LabelMatcher Selector, int Allowed, HashSet<string>? Disrupted);
}
