using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.Cel.Admission;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

/// <summary>What webhook configurations may say (https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/).</summary>
internal static class WebhookRules
{
    public static void CheckMutating(JsonObject configuration, ErrorList errors) => Check(configuration, mutating: true, errors);

    public static void CheckValidating(JsonObject configuration, ErrorList errors) => Check(configuration, mutating: false, errors);

    /// <summary>Checks a name that must be a domain of three parts or more.</summary>
    public static void CheckFullName(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        if (StringValidators.Dns1123Subdomain(name) is { Length: > 0 } faults)
            errors.Add(FieldError.Invalid(path, name, string.Join(',', faults)));
        else if (name.Split('.').Length < 3)
            errors.Add(FieldError.Invalid(path, name, "should be a domain with at least three segments separated by dots"));
    }

    private static void Check(JsonObject configuration, bool mutating, ErrorList errors)
    {
        var webhooks = configuration.GetArray("webhooks") ?? [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < webhooks.Count; i++)
        {
            if (webhooks[i] is not JsonObject webhook) continue;
            var path = FieldPath.Of("webhooks").Index(i);
            CheckWebhook(webhook, path, mutating, errors);
            CheckVersions(webhook.GetArray("admissionReviewVersions") ?? [], path.Child("admissionReviewVersions"), errors);
            var name = webhook.GetString("name") ?? "";
            if (name.Length > 0 && !names.Add(name)) errors.Add(FieldError.Duplicate(path.Child("name"), new JsonString(name)));
        }
    }

    private static void CheckWebhook(JsonObject webhook, FieldPath path, bool mutating, ErrorList errors)
    {
        CheckFullName(webhook.GetString("name") ?? "", path.Child("name"), errors);
        var rules = webhook.GetArray("rules") ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is JsonObject rule) AdmissionRuleRules.Check(rule, path.Child("rules").Index(i), errors);
        }

        OneOf("failurePolicy", "Fail", "Ignore");
        OneOf("matchPolicy", "Equivalent", "Exact");
        if (mutating) OneOf("reinvocationPolicy", "IfNeeded", "Never");
        if (webhook.GetString("sideEffects") is not { } effects) errors.Add(FieldError.Required(path.Child("sideEffects"), "must specify one of None, NoneOnDryRun"));
        else if (effects is not ("None" or "NoneOnDryRun")) errors.Add(FieldError.NotSupported(path.Child("sideEffects"), effects, "None", "NoneOnDryRun"));
        if (webhook.GetInt64("timeoutSeconds") is < 1 or > 30)
            errors.Add(FieldError.Invalid(path.Child("timeoutSeconds"), webhook["timeoutSeconds"], "the timeout value must be between 1 and 30 seconds"));
        LabelSelectorValidator.Validate(webhook.GetObject("namespaceSelector"), path.Child("namespaceSelector"), errors);
        LabelSelectorValidator.Validate(webhook.GetObject("objectSelector"), path.Child("objectSelector"), errors);
        WebhookClientRules.Check(webhook.GetObject("clientConfig") ?? [], path.Child("clientConfig"), errors);
        MatchConditionRules.Check(webhook.GetArray("matchConditions") ?? [], AdmissionTypes.Basic, path.Child("matchConditions"), errors);

        void OneOf(string member, string first, string second)
        {
            if (webhook.GetString(member) is { } value && value != first && value != second)
                errors.Add(FieldError.NotSupported(path.Child(member), value, first, second));
        }
    }

    private static void CheckVersions(JsonArray versions, FieldPath path, ErrorList errors)
    {
        if (versions.Count == 0)
        {
            errors.Add(FieldError.Required(path, "must specify one of v1, v1beta1"));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < versions.Count; i++)
        {
            var version = (versions[i] as JsonString)?.Value ?? "";
            if (!seen.Add(version)) errors.Add(FieldError.Invalid(path.Index(i), version, "duplicate version"));
            else errors.AddInvalid(path.Index(i), version, StringValidators.Dns1035Label(version));
        }

        if (!seen.Contains("v1") && !seen.Contains("v1beta1")) errors.Add(FieldError.Invalid(path, versions, "must include at least one of v1, v1beta1"));
    }
}
