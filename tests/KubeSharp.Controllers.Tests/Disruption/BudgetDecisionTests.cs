using KubeSharp.Models.Policy.V1;

namespace KubeSharp.Controllers.Tests;

public sealed class BudgetDecisionTests
{
    [Theory]
    [InlineData("2", null, 3, 3, 1)]
    [InlineData("50%", null, 3, 3, 1)]
    [InlineData("100%", null, 3, 3, 0)]
    [InlineData(null, "1", 3, 3, 1)]
    [InlineData(null, "1", 3, 2, 0)]
    [InlineData(null, "34%", 3, 3, 2)]
    [InlineData("1", null, 0, 0, 0)]
    public void As_many_evictions_are_allowed_as_leave_enough_healthy_pods(string? min, string? max, int wanted, int ready, int allowed)
    {
        PodDisruptionBudget budget = Budget(min, max);
        (PodDisruptionBudgetStatus status, _) = BudgetDecision.Decide(budget, [.. Enumerable.Range(0, wanted).Select(i => Make.Pod("p" + i, ready: i < ready))], wanted, null, Make.Now);
        Assert.Equal((allowed, ready), (status.DisruptionsAllowed, status.CurrentHealthy));
        Assert.Equal(allowed > 0 ? "SufficientPods" : "InsufficientPods", status.Conditions![0].Reason);
    }

    [Fact]
    public void A_pod_whose_eviction_was_granted_no_longer_counts_until_the_grant_runs_out()
    {
        PodDisruptionBudget budget = Budget("1", null);
        budget.Status.DisruptedPods = new Dictionary<string, ApiMachinery.Values.Time> { ["a"] = Make.Now, ["gone"] = Make.Now };
        (PodDisruptionBudgetStatus status, TimeSpan? after) = BudgetDecision.Decide(budget, [Make.Pod("a"), Make.Pod("b")], null, null, Make.Now.AddSeconds(30));
        Assert.Equal((0, 1), (status.DisruptionsAllowed, status.CurrentHealthy));
        Assert.Equal(["a"], status.DisruptedPods!.Keys);
        Assert.Equal(TimeSpan.FromSeconds(90), after);
        (status, _) = BudgetDecision.Decide(budget, [Make.Pod("a"), Make.Pod("b")], null, null, Make.Now.AddMinutes(3));
        Assert.Equal(1, status.DisruptionsAllowed);
    }

    [Fact]
    public void Without_knowing_what_is_wanted_nothing_is_allowed()
    {
        (PodDisruptionBudgetStatus status, _) = BudgetDecision.Decide(Budget(null, "1"), [Make.Pod("a")], null, "no controller", Make.Now);
        Assert.Equal((0, "SyncFailed"), (status.DisruptionsAllowed, status.Conditions![0].Reason));
    }

    private static PodDisruptionBudget Budget(string? min, string? max)
    {
        var budget = new PodDisruptionBudget();
        budget.Spec.MinAvailable = min is null ? (ApiMachinery.Values.IntOrString?)null : Make.Parse(min);
        budget.Spec.MaxUnavailable = max is null ? (ApiMachinery.Values.IntOrString?)null : Make.Parse(max);
        return budget;
    }
}
