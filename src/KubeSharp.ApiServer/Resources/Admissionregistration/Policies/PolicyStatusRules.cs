using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>What the status of a validating admission policy may say: warnings of type checking, and conditions.</summary>
internal static class PolicyStatusRules
{
    public static void Check(JsonObject policy, JsonObject old, ErrorList errors)
    {
        var path = FieldPath.Status.Child("typeChecking", "expressionWarnings");
        var warnings = policy.FindArray("status", "typeChecking", "expressionWarnings") ?? [];
        for (var i = 0; i < warnings.Count; i++)
        {
            if (warnings[i] is not JsonObject warning) continue;
            if (string.IsNullOrEmpty(warning.GetString("warning"))) errors.Add(FieldError.Required(path.Index(i).Child("warning")));
            if (string.IsNullOrWhiteSpace(warning.GetString("fieldRef"))) errors.Add(FieldError.Required(path.Index(i).Child("fieldRef")));
        }

        ConditionRules.Check(policy.FindArray("status", "conditions"), FieldPath.Status.Child("conditions"), errors);
    }
}
