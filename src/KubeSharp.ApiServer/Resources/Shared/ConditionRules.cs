using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>What conditions of the common form (metav1.Condition) may say.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/condition/</remarks>
internal static partial class ConditionRules
{
    private const int LongestReason = 1024;
    private const int LongestMessage = 32 * 1024;
    private const string ReasonForm = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
    private static readonly string[] States = ["False", "True", "Unknown"];

    public static void Check(JsonArray? conditions, FieldPath path, ErrorList errors)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions?.Count; i++)
        {
            if (conditions[i] is not JsonObject condition) continue;
            var type = condition.GetString("type") ?? "";
            if (!types.Add(type)) errors.Add(FieldError.Duplicate(path.Index(i).Child("type"), new JsonString(type)));
            Check(condition, type, path.Index(i), errors);
        }
    }

    private static void Check(JsonObject condition, string type, FieldPath path, ErrorList errors)
    {
        errors.AddInvalid(path.Child("type"), type, StringValidators.QualifiedName(type));
        var state = condition.GetString("status") ?? "";
        if (!States.Contains(state)) errors.Add(FieldError.NotSupported(path.Child("status"), state, States));
        if (condition.GetInt64("observedGeneration") is < 0 and var generation)
            errors.Add(FieldError.Invalid(path.Child("observedGeneration"), generation, "must be greater than or equal to zero"));
        if (string.IsNullOrEmpty(condition.GetString("lastTransitionTime"))) errors.Add(FieldError.Required(path.Child("lastTransitionTime")));
        CheckReason(condition.GetString("reason") ?? "", path.Child("reason"), errors);
        var message = condition.GetString("message") ?? "";
        if (message.Length > LongestMessage) errors.Add(FieldError.TooLong(path.Child("message"), LongestMessage));
    }

    private static void CheckReason(string reason, FieldPath path, ErrorList errors)
    {
        if (reason.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        if (!Reason().IsMatch(reason))
        {
            errors.Add(FieldError.Invalid(
                path,
                reason,
                "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end "
                    + "with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', "
                    + $"regex used for validation is '{ReasonForm}')"));
        }

        if (reason.Length > LongestReason) errors.Add(FieldError.TooLong(path, LongestReason));
    }

    [GeneratedRegex("^(?:" + ReasonForm + ")\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reason();
}
