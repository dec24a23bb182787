using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Policy.PodDisruptionBudgets;

/// <summary>Checks of disruption budgets and of what their controller reports.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/run-application/configure-pdb/</remarks>
internal static class PodDisruptionBudgetValidation
{
    public static void Check(JsonObject budget, ErrorList errors)
    {
        var spec = budget.GetObject("spec") ?? new JsonObject();
        if (spec.Contains("minAvailable") && spec.Contains("maxUnavailable"))
        {
            errors.Add(FieldError.Invalid(FieldPath.Spec, Internal(spec), "minAvailable and maxUnavailable cannot be both set"));
        }

        errors.IntOrPercent(FieldPath.Spec.Child("minAvailable"), spec["minAvailable"]);
        errors.IntOrPercent(FieldPath.Spec.Child("maxUnavailable"), spec["maxUnavailable"]);
        LabelSelectorValidator.Validate(spec.GetObject("selector"), FieldPath.Spec.Child("selector"), errors);
        errors.OneOf(FieldPath.Spec.Child("unhealthyPodEvictionPolicy"), spec.GetString("unhealthyPodEvictionPolicy"), "AlwaysAllow", "IfHealthyBudget");
    }

    public static void CheckStatus(JsonObject budget, JsonObject old, ErrorList errors)
    {
        var status = budget.GetObject("status") ?? new JsonObject();
        ConditionRules.Check(status.GetArray("conditions"), FieldPath.Status.Child("conditions"), errors);
        foreach (var name in (ReadOnlySpan<string>)["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"])
        {
            errors.NonNegative(FieldPath.Status.Child(name), status[name]);
        }
    }

    // Messages show the specification as it is in memory upstream: all fields, with the names that they have in Go.
    private static JsonObject Internal(JsonObject spec) => new()
    {
        { "MinAvailable", spec["minAvailable"] ?? JsonNull.Instance },
        { "Selector", spec["selector"] ?? JsonNull.Instance },
        { "MaxUnavailable", spec["maxUnavailable"] ?? JsonNull.Instance },
        { "UnhealthyPodEvictionPolicy", spec["unhealthyPodEvictionPolicy"] ?? JsonNull.Instance },
    };
}
