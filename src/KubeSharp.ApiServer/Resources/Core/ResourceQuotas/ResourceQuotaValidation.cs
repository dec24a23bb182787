using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.ResourceQuotas;

/// <summary>What a quota counts, and its scopes, which never change.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/policy/resource-quotas/</remarks>
internal static class ResourceQuotaValidation
{
    public static void Check(JsonObject quota, ErrorList errors)
    {
        Amounts(quota.FindObject("spec", "hard"), FieldPath.Spec.Child("hard"), errors);
        QuotaScopes.Check(quota, errors);
    }

    public static void CheckUpdate(JsonObject quota, JsonObject old, ErrorList errors)
    {
        var (now, before) = (quota.FindArray("spec", "scopes"), old.FindArray("spec", "scopes"));
        if (!now.Texts().Select(item => item.Text).ToHashSet().SetEquals(before.Texts().Select(item => item.Text)))
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("scopes"), now, Checks.ImmutableDetail));
    }

    public static void CheckStatus(JsonObject quota, JsonObject old, ErrorList errors)
    {
        Amounts(quota.FindObject("status", "hard"), FieldPath.Status.Child("hard"), errors);
        Amounts(quota.FindObject("status", "used"), FieldPath.Status.Child("used"), errors);
    }

    private static void Amounts(JsonObject? amounts, FieldPath path, ErrorList errors)
    {
        foreach (var (name, value) in amounts ?? new JsonObject())
        {
            ResourceNames.CheckQuota(name, path.Key(name), errors);
            errors.NonNegativeQuantity(path.Key(name), value);
            if (ResourceNames.IsWhole(name) && Checks.Amount(value) is { } amount && amount.MilliValue % 1000 != 0)
                errors.Add(FieldError.Invalid(path.Key(name), value, "must be an integer"));
        }
    }
}
