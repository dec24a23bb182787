using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Schemas;

/// <summary>What x-kubernetes-validations must say besides expressions that compile.</summary>
internal static class ExpressionRules
{
    private static readonly string[] Reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    public static void Check(SchemaNode node, FieldPath at, ErrorList errors)
    {
        for (var i = 0; i < node.Validations.Count; i++)
        {
            if (node.Validations[i] is JsonObject rule) CheckRule(node, rule, at.Child("x-kubernetes-validations").Index(i), errors);
        }
    }

    private static void CheckRule(SchemaNode node, JsonObject rule, FieldPath at, ErrorList errors)
    {
        var (text, message) = (rule.GetString("rule") ?? "", rule.GetString("message") ?? "");
        if (text.Trim().Length == 0) errors.Add(FieldError.Required(at.Child("rule"), "rule is not specified"));
        else if (message.Length > 0 && message.Trim().Length == 0) errors.Add(FieldError.Invalid(at.Child("message"), message, "must be non-empty if specified"));
        else if (HasLines(message.Trim())) errors.Add(FieldError.Invalid(at.Child("message"), message, "must not contain line breaks"));
        else if (HasLines(text.Trim()) && message.Trim().Length == 0) errors.Add(FieldError.Required(at.Child("message"), "message must be specified if rule contains line breaks"));

        if (rule.GetString("messageExpression") is { Length: > 0 } expression && expression.Trim().Length == 0)
            errors.Add(FieldError.Required(at.Child("messageExpression"), "messageExpression must be non-empty if specified"));
        if (rule.GetString("reason") is { } reason && !Reasons.Contains(reason)) errors.Add(FieldError.NotSupported(at.Child("reason"), reason, Reasons));
        if (rule.GetString("fieldPath") is not { Length: > 0 } path) return;
        if (path.Trim().Length == 0) errors.Add(FieldError.Invalid(at.Child("fieldPath"), path, "must be non-empty if specified"));
        if (HasLines(path)) errors.Add(FieldError.Invalid(at.Child("fieldPath"), path, "must not contain line breaks"));
        if (SchemaPath.Find(path, node, allowBrackets: true).Problem is not null) errors.Add(FieldError.Invalid(at.Child("fieldPath"), path, "must be a valid path"));
    }

    private static bool HasLines(string text) => text.AsSpan().IndexOfAny('\n', '\r') >= 0;
}
