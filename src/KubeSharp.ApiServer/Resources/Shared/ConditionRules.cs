using System.Text;
using System.Text.RegularExpressions;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>What conditions of the common form may say. Pure.</summary>
/// <remarks>https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#condition-v1-meta</remarks>
internal static partial class ConditionRules
{
    private const int LongestReason = 1024;
    private const int LongestMessage = 32 * 1024;
    private const string ReasonFault =
        "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an "
        + "alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is "
        + "'[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

    /// <summary>Checks a list, in which each type stands once.</summary>
    public static void Check(JsonArray? conditions, FieldPath path, ErrorList errors)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, condition) in conditions.Items())
        {
            var at = path.Index(index);
            var type = condition.GetString("type") ?? "";
            if (!types.Add(type)) errors.Add(FieldError.Duplicate(at.Child("type"), new JsonString(type)));
            errors.AddInvalid(at.Child("type"), type, StringValidators.QualifiedName(type));
            errors.OneOf(at.Child("status"), condition.GetString("status") ?? "", "False", "True", "Unknown");
            if (condition.GetInt64("observedGeneration") is < 0 and var generation)
                errors.Add(FieldError.Invalid(at.Child("observedGeneration"), generation, "must be greater than or equal to zero"));
            if (string.IsNullOrEmpty(condition.GetString("lastTransitionTime"))) errors.Add(FieldError.Required(at.Child("lastTransitionTime"), "must be set"));
            Reason(condition.GetString("reason") ?? "", at.Child("reason"), errors);
            if (Encoding.UTF8.GetByteCount(condition.GetString("message") ?? "") > LongestMessage) errors.Add(FieldError.TooLong(at.Child("message"), LongestMessage));
        }
    }

    private static void Reason(string reason, FieldPath path, ErrorList errors)
    {
        if (reason.Length == 0)
        {
            errors.Add(FieldError.Required(path, "must be set"));
            return;
        }

        if (!ReasonForm().IsMatch(reason)) errors.Add(FieldError.Invalid(path, reason, ReasonFault));
        if (Encoding.UTF8.GetByteCount(reason) > LongestReason) errors.Add(FieldError.TooLong(path, LongestReason));
    }

    [GeneratedRegex(@"\A[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ReasonForm();
}
