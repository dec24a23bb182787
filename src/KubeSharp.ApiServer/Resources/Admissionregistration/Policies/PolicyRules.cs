using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission.Policies;
using KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;
using KubeSharp.Cel;
using KubeSharp.Cel.Admission;
using KubeSharp.Cel.Types;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>What admission policies may say (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/).</summary>
internal static class PolicyRules
{
    private const int MostAnnotations = 20;
    private const int LongestValueExpression = 5 * 1024;
    private static readonly string[] Reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge"];
    private static readonly string[] MutableOperations = ["*", "CONNECT", "CREATE", "UPDATE"];

    public static void CheckValidating(JsonObject policy, ErrorList errors)
    {
        var spec = policy.GetObject("spec") ?? [];
        var expressions = CheckCommon(spec, mutating: false, errors);
        var (validations, annotations) = (spec.GetArray("validations") ?? [], spec.GetArray("auditAnnotations") ?? []);
        if (validations.Count == 0 && annotations.Count == 0)
        {
            const string Why = "validations or auditAnnotations must contain at least one item";
            errors.Add(FieldError.Required(FieldPath.Spec.Child("validations"), Why));
            errors.Add(FieldError.Required(FieldPath.Spec.Child("auditAnnotations"), Why));
        }

        for (var i = 0; i < validations.Count; i++)
        {
            if (validations[i] is JsonObject validation) CheckValidation(validation, expressions, FieldPath.Spec.Child("validations").Index(i), errors);
        }

        CheckAnnotations(policy, annotations, expressions, errors);
    }

    public static void CheckMutating(JsonObject policy, ErrorList errors)
    {
        var spec = policy.GetObject("spec") ?? [];
        var expressions = CheckCommon(spec, mutating: true, errors);
        var mutations = spec.GetArray("mutations") ?? [];
        if (mutations.Count == 0) errors.Add(FieldError.Required(FieldPath.Spec.Child("mutations"), "mutations must contain at least one item"));
        for (var i = 0; i < mutations.Count; i++)
        {
            if (mutations[i] is JsonObject mutation) MutationRules.Check(mutation, expressions, FieldPath.Spec.Child("mutations").Index(i), errors);
        }

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
                if (rules[i] is not JsonObject rule) continue;
                CheckNames(rule.GetArray("resourceNames") ?? [], path.Child(member).Index(i).Child("resourceNames"), errors);
                AdmissionRuleRules.Check(rule, path.Child(member).Index(i), errors);
            }
        }
    }

    /// <summary>Checks that only operations are matched that have an object to change. The faults do not say of which rule they are.</summary>
    public static void CheckMutable(JsonObject match, FieldPath path, ErrorList errors)
    {
        foreach (var rule in match.GetArray("resourceRules") ?? [])
        {
            foreach (var operation in rule.FindArray("operations") ?? [])
            {
                if (operation is JsonString { Value: var name } && !MutableOperations.Contains(name))
                    errors.Add(FieldError.NotSupported(path.Child("resourceRules", "operations"), name, MutableOperations));
            }
        }
    }

    private static void CheckNames(JsonArray names, FieldPath path, ErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            var name = (names[i] as JsonString)?.Value ?? "";
            errors.AddInvalid(path.Index(i), name, StringValidators.PathSegmentName(name));
            if (!seen.Add(name)) errors.Add(FieldError.Duplicate(path.Index(i), names[i]));
        }
    }

    // What the policy's own expressions may read, with its variables.
    private static PolicyExpressions CheckCommon(JsonObject spec, bool mutating, ErrorList errors)
    {
        if (spec.GetString("failurePolicy") is { } failure and not ("Fail" or "Ignore"))
            errors.Add(FieldError.NotSupported(FieldPath.Spec.Child("failurePolicy"), failure, "Fail", "Ignore"));
        var kind = spec.GetObject("paramKind");
        if (kind is not null) ParamKindRules.Check(kind, FieldPath.Spec.Child("paramKind"), errors);
        var path = FieldPath.Spec.Child("matchConstraints");
        if (spec.GetObject("matchConstraints") is not { } match)
        {
            errors.Add(FieldError.Required(path));
        }
        else
        {
            CheckMatch(match, path, errors);
            if (match.GetArray("resourceRules") is not { Count: > 0 }) errors.Add(FieldError.Required(path.Child("resourceRules")));
            if (mutating) CheckMutable(match, path, errors);
        }

        MatchConditionRules.Check(
            spec.GetArray("matchConditions") ?? [],
            AdmissionTypes.Environment(kind is not null, authorizer: true),
            FieldPath.Spec.Child("matchConditions"),
            errors);
        var expressions = PolicyExpressions.Empty(kind is not null, mutating, PolicyExpressions.HasVariables(spec));
        CheckVariables(spec.GetArray("variables") ?? [], expressions, errors);
        return expressions;
    }

    private static void CheckVariables(JsonArray variables, PolicyExpressions expressions, ErrorList errors)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i] is not JsonObject variable) continue;
            var at = FieldPath.Spec.Child("variables").Index(i);
            var (name, expression) = (variable.GetString("name") ?? "", variable.GetString("expression") ?? "");
            if (string.IsNullOrWhiteSpace(name)) errors.Add(FieldError.Required(at.Child("name"), "name is not specified"));
            else if (!CelEnvironment.IsIdentifier(name)) errors.Add(FieldError.Invalid(at.Child("name"), name, "must be a valid CEL identifier"));
            if (string.IsNullOrWhiteSpace(expression)) errors.Add(FieldError.Required(at.Child("expression"), "expression is not specified"));
            else ExpressionRules.Check(expressions.Add(name, expression), expression, at.Child("expression"), errors);
        }
    }

    private static void CheckValidation(JsonObject validation, PolicyExpressions expressions, FieldPath path, ErrorList errors)
    {
        var expression = validation.GetString("expression") ?? "";
        if (string.IsNullOrWhiteSpace(expression)) errors.Add(FieldError.Required(path.Child("expression"), "expression is not specified"));
        else ExpressionRules.Check(expressions.Full.Compile(expression, CelType.Bool), expression, path.Child("expression"), errors);
        var messageExpression = validation.GetString("messageExpression") ?? "";
        if (messageExpression.Length > 0 && messageExpression.Trim().Length == 0)
            errors.Add(FieldError.Invalid(path.Child("messageExpression"), messageExpression, "must be non-empty if specified"));
        else if (messageExpression.Length > 0)
            ExpressionRules.Check(expressions.Messages.Compile(messageExpression, CelType.String), messageExpression, path.Child("messageExpression"), errors);
        var message = validation.GetString("message") ?? "";
        if (message.Length > 0 && message.Trim().Length == 0)
            errors.Add(FieldError.Invalid(path.Child("message"), message, "must be non-empty if specified"));
        else if (message.Trim().AsSpan().IndexOfAny('\n', '\r') >= 0)
            errors.Add(FieldError.Invalid(path.Child("message"), message, "must not contain line breaks"));
        if (validation.GetString("reason") is { } reason && !Reasons.Contains(reason)) errors.Add(FieldError.NotSupported(path.Child("reason"), reason, Reasons));
    }

    private static void CheckAnnotations(JsonObject policy, JsonArray annotations, PolicyExpressions expressions, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("auditAnnotations");
        if (annotations.Count > MostAnnotations) errors.Add(FieldError.Invalid(path, annotations, $"must not have more than {MostAnnotations} auditAnnotations"));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var name = policy.FindString("metadata", "name") ?? "";
        for (var i = 0; i < annotations.Count; i++)
        {
            if (annotations[i] is not JsonObject annotation) continue;
            var at = path.Index(i);
            var key = annotation.GetString("key") ?? "";
            if (name.Length == 0) errors.Add(FieldError.Invalid(at.Child("key"), key, "requires metadata.name be non-empty"));
            else errors.AddInvalid(at.Child("key"), $"{name}/{key}", StringValidators.QualifiedName($"{name}/{key}"));
            var expression = annotation.GetString("valueExpression") ?? "";
            if (string.IsNullOrWhiteSpace(expression))
                errors.Add(FieldError.Required(at.Child("valueExpression"), "valueExpression is not specified"));
            else if (expression.Trim().Length > LongestValueExpression)
                errors.Add(FieldError.Required(at.Child("valueExpression"), $"must not exceed {LongestValueExpression} bytes in length"));
            else
                ExpressionRules.Check(expressions.Full.Compile(expression.Trim(), CelType.String, CelType.Null), expression, at.Child("valueExpression"), errors);
            if (!keys.Add(key)) errors.Add(FieldError.Duplicate(at.Child("key"), new JsonString(key)));
        }
    }
}
