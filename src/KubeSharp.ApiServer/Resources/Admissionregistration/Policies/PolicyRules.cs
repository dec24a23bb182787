using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>What admission policies may say, their expressions aside (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).</summary>
internal static class PolicyRules
{
    private static readonly string[] Reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];

    public static void CheckValidating(JsonObject policy, ErrorList errors)
    {
        var spec = policy.GetObject("spec") ?? [];
        CheckCommon(spec, errors);
        var (validations, annotations) = (spec.GetArray("validations") ?? [], spec.GetArray("auditAnnotations") ?? []);
        if (validations.Count == 0 && annotations.Count == 0)
        {
            errors.Add(FieldError.Required(FieldPath.Spec.Child("validations"), "validations or auditAnnotations must be non-empty"));
            errors.Add(FieldError.Required(FieldPath.Spec.Child("auditAnnotations"), "validations or auditAnnotations must be non-empty"));
        }

        for (var i = 0; i < validations.Count; i++)
        {
            if (validations[i] is JsonObject validation) CheckValidation(validation, FieldPath.Spec.Child("validations").Index(i), errors);
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < annotations.Count; i++)
        {
            if (annotations[i] is not JsonObject annotation) continue;
            var at = FieldPath.Spec.Child("auditAnnotations").Index(i);
            var key = annotation.GetString("key") ?? "";
            if (key.Length == 0) errors.Add(FieldError.Required(at.Child("key")));
            else errors.AddInvalid(at.Child("key"), key, StringValidators.QualifiedName(key));
            if (string.IsNullOrWhiteSpace(annotation.GetString("valueExpression")))
                errors.Add(FieldError.Required(at.Child("valueExpression"), "valueExpression is not specified"));
            if (key.Length > 0 && !keys.Add(key)) errors.Add(FieldError.Duplicate(at.Child("key"), new JsonString(key)));
        }
    }

    public static void CheckMutating(JsonObject policy, ErrorList errors)
    {
        var spec = policy.GetObject("spec") ?? [];
        CheckCommon(spec, errors);
        if (spec.GetArray("mutations") is not { Count: > 0 })
            errors.Add(FieldError.Required(FieldPath.Spec.Child("mutations"), "mutations must contain at least one item"));
        var reinvocation = spec.GetString("reinvocationPolicy") ?? "";
        if (reinvocation.Length == 0) errors.Add(FieldError.Required(FieldPath.Spec.Child("reinvocationPolicy")));
        else if (reinvocation is not ("Never" or "IfNeeded")) errors.Add(FieldError.NotSupported(FieldPath.Spec.Child("reinvocationPolicy"), reinvocation, "IfNeeded", "Never"));
    }

    /// <summary>Checks which requests are matched.</summary>
    public static void CheckMatch(JsonObject match, FieldPath path, ErrorList errors)
    {
        if (match.GetString("matchPolicy") is { } policy and not ("Equivalent" or "Exact"))
            errors.Add(FieldError.NotSupported(path.Child("matchPolicy"), policy, "Equivalent", "Exact"));
        LabelSelectorValidator.Validate(match.GetObject("namespaceSelector"), path.Child("namespaceSelector"), errors);
        LabelSelectorValidator.Validate(match.GetObject("objectSelector"), path.Child("objectSelector"), errors);
        foreach (var member in (ReadOnlySpan<string>)["resourceRules", "excludeResourceRules"])
        {
            var rules = match.GetArray(member) ?? [];
            for (var i = 0; i < rules.Count; i++)
            {
                if (rules[i] is JsonObject rule) AdmissionRuleRules.Check(rule, path.Child(member).Index(i), errors);
            }
        }
    }

    private static void CheckCommon(JsonObject spec, ErrorList errors)
    {
        if (spec.GetString("failurePolicy") is { } failure and not ("Fail" or "Ignore"))
            errors.Add(FieldError.NotSupported(FieldPath.Spec.Child("failurePolicy"), failure, "Fail", "Ignore"));
        if (spec.GetObject("paramKind") is { } kind)
        {
            var at = FieldPath.Spec.Child("paramKind");
            if (string.IsNullOrEmpty(kind.GetString("apiVersion"))) errors.Add(FieldError.Required(at.Child("apiVersion")));
            if (string.IsNullOrEmpty(kind.GetString("kind"))) errors.Add(FieldError.Required(at.Child("kind")));
        }

        var path = FieldPath.Spec.Child("matchConstraints");
        if (spec.GetObject("matchConstraints") is not { } match)
        {
            errors.Add(FieldError.Required(path));
        }
        else
        {
            CheckMatch(match, path, errors);
            if (match.GetArray("resourceRules") is not { Count: > 0 }) errors.Add(FieldError.Required(path.Child("resourceRules")));
        }

        MatchConditionRules.Check(spec.GetArray("matchConditions") ?? [], FieldPath.Spec.Child("matchConditions"), errors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var variables = spec.GetArray("variables") ?? [];
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i] is not JsonObject variable) continue;
            var at = FieldPath.Spec.Child("variables").Index(i);
            var name = variable.GetString("name") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Required(at.Child("name"), "name is not specified"));
            else if (StringValidators.CIdentifier(name).Length > 0) errors.Add(FieldError.Invalid(at.Child("name"), name, "name is not a valid CEL identifier"));
            if (string.IsNullOrWhiteSpace(variable.GetString("expression"))) errors.Add(FieldError.Required(at.Child("expression"), "expression is not specified"));
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(at.Child("name"), new JsonString(name)));
        }
    }

    private static void CheckValidation(JsonObject validation, FieldPath path, ErrorList errors)
    {
        if (string.IsNullOrWhiteSpace(validation.GetString("expression"))) errors.Add(FieldError.Required(path.Child("expression"), "expression is not specified"));
        var message = validation.GetString("message") ?? "";
        if (message.Length > 0 && message.Trim().Length == 0)
            errors.Add(FieldError.Invalid(path.Child("message"), message, "message must be non-empty if specified"));
        else if (message.Trim().Contains('\n', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(path.Child("message"), message, "message must not contain line breaks"));
        if (validation.GetString("reason") is { } reason && !Reasons.Contains(reason)) errors.Add(FieldError.NotSupported(path.Child("reason"), reason, Reasons));
    }
}
