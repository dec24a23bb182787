using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Policies;

/// <summary>What bindings of admission policies may say.</summary>
internal static class PolicyBindingRules
{
    private static readonly string[] Actions = ["Audit", "Deny", "Warn"];

    public static void CheckMutating(JsonObject binding, ErrorList errors)
    {
        CheckCommon(binding, errors);
        if (binding.FindObject("spec", "matchResources") is { } match) PolicyRules.CheckMutable(match, FieldPath.Spec.Child("matchResources"), errors);
    }

    public static void CheckValidating(JsonObject binding, ErrorList errors)
    {
        CheckCommon(binding, errors);
        var path = FieldPath.Spec.Child("validationActions");
        var actions = binding.FindArray("spec", "validationActions") ?? [];
        if (actions.Count == 0) errors.Add(FieldError.Required(path, "at least one validation action is required"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            var action = (actions[i] as JsonString)?.Value ?? "";
            if (!Actions.Contains(action)) errors.Add(FieldError.NotSupported(path.Index(i), action, Actions));
            if (!seen.Add(action)) errors.Add(FieldError.Duplicate(path.Index(i), actions[i]));
        }

        if (seen.Contains("Deny") && seen.Contains("Warn"))
        {
            errors.Add(FieldError.Invalid(
                path,
                actions,
                "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)"));
        }
    }

    private static void CheckCommon(JsonObject binding, ErrorList errors)
    {
        var spec = binding.GetObject("spec") ?? [];
        var path = FieldPath.Spec;
        var policy = spec.GetString("policyName") ?? "";
        if (policy.Length == 0) errors.Add(FieldError.Required(path.Child("policyName")));
        else errors.AddInvalid(path.Child("policyName"), policy, StringValidators.Dns1123Subdomain(policy));
        if (spec.GetObject("paramRef") is { } param) CheckParam(param, path.Child("paramRef"), errors);
        if (spec.GetObject("matchResources") is { } match) PolicyRules.CheckMatch(match, path.Child("matchResources"), errors);
    }

    private static void CheckParam(JsonObject param, FieldPath path, ErrorList errors)
    {
        const string Exclusive = "name and selector are mutually exclusive";
        var name = param.GetString("name") ?? "";
        if (name.Length > 0)
        {
            errors.AddInvalid(path.Child("name"), name, StringValidators.PathSegmentName(name));
            if (param.GetObject("selector") is not null)
            {
                errors.Add(FieldError.Forbidden(path.Child("name"), Exclusive));
                errors.Add(FieldError.Forbidden(path.Child("selector"), Exclusive));
            }
        }
        else if (param.GetObject("selector") is { } selector)
        {
            LabelSelectorValidator.Validate(selector, path.Child("selector"), errors);
        }
        else
        {
            errors.Add(FieldError.Required(path, "one of name or selector must be specified"));
        }

        var missing = param.GetString("parameterNotFoundAction") ?? "";
        if (missing.Length == 0) errors.Add(FieldError.Required(path.Child("parameterNotFoundAction")));
        else if (missing is not ("Allow" or "Deny")) errors.Add(FieldError.NotSupported(path.Child("parameterNotFoundAction"), missing, "Deny", "Allow"));
    }
}
