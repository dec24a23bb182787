using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Rbac.Roles;

/// <summary>What roles may say (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole).</summary>
internal static class RoleRules
{
    public static void Check(JsonObject role, ErrorList errors) => CheckRules(role, namespaced: true, errors);

    public static void CheckCluster(JsonObject role, ErrorList errors)
    {
        CheckRules(role, namespaced: false, errors);
        if (role.GetObject("aggregationRule") is not { } aggregation) return;
        var path = FieldPath.Of("aggregationRule", "clusterRoleSelectors");
        var selectors = aggregation.GetArray("clusterRoleSelectors") ?? [];
        if (selectors.Count == 0)
        {
            errors.Add(FieldError.Required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
            return;
        }

        for (var i = 0; i < selectors.Count; i++)
        {
            var before = errors.Count;
            LabelSelectorValidator.Validate(selectors[i] as JsonObject, path.Index(i), errors);
            if (errors.Count > before) errors.Add(FieldError.Invalid(path.Index(i), (JsonValue?)null, "invalid label selector."));
        }
    }

    private static void CheckRules(JsonObject role, bool namespaced, ErrorList errors)
    {
        var rules = role.GetArray("rules") ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is JsonObject rule) CheckRule(rule, FieldPath.Of("rules").Index(i), namespaced, errors);
        }
    }

    private static void CheckRule(JsonObject rule, FieldPath path, bool namespaced, ErrorList errors)
    {
        if (IsEmpty("verbs")) errors.Add(FieldError.Required(path.Child("verbs"), "verbs must contain at least one value"));
        if (!IsEmpty("nonResourceURLs"))
        {
            var (at, urls) = (path.Child("nonResourceURLs"), rule["nonResourceURLs"]);
            if (namespaced) errors.Add(FieldError.Invalid(at, urls, "namespaced rules cannot apply to non-resource URLs"));
            if (!IsEmpty("apiGroups") || !IsEmpty("resources") || !IsEmpty("resourceNames"))
                errors.Add(FieldError.Invalid(at, urls, "rules cannot apply to both regular resources and non-resource URLs"));
            return;
        }

        if (IsEmpty("apiGroups")) errors.Add(FieldError.Required(path.Child("apiGroups"), "resource rules must supply at least one api group"));
        if (IsEmpty("resources")) errors.Add(FieldError.Required(path.Child("resources"), "resource rules must supply at least one resource"));

        bool IsEmpty(string name) => rule.GetArray(name) is not { Count: > 0 };
    }
}
