using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

/// <summary>What the rules of webhooks and policies may name: operations, groups, versions, resources.</summary>
internal static class AdmissionRuleRules
{
    private static readonly string[] Operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];

    public static void Check(JsonObject rule, FieldPath path, ErrorList errors)
    {
        var operations = rule.GetArray("operations") ?? [];
        var at = path.Child("operations");
        if (operations.Count == 0) errors.Add(FieldError.Required(at));
        if (operations.Count > 1 && Has(operations, "*")) errors.Add(FieldError.Invalid(at, operations, "if '*' is present, must not specify other operations"));
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = (operations[i] as JsonString)?.Value ?? "";
            if (!Operations.Contains(operation)) errors.Add(FieldError.NotSupported(at.Index(i), operation, Operations));
        }

        CheckList(rule, "apiGroups", "API groups", path, emptyAllowed: true, errors);
        CheckList(rule, "apiVersions", "API versions", path, emptyAllowed: false, errors);
        CheckResources(rule.GetArray("resources") ?? [], path.Child("resources"), errors);
        if (rule.GetString("scope") is { } scope and not ("*" or "Cluster" or "Namespaced"))
            errors.Add(FieldError.NotSupported(path.Child("scope"), scope, "*", "Cluster", "Namespaced"));
    }

    private static void CheckList(JsonObject rule, string member, string what, FieldPath path, bool emptyAllowed, ErrorList errors)
    {
        var list = rule.GetArray(member) ?? [];
        var at = path.Child(member);
        if (list.Count == 0) errors.Add(FieldError.Required(at));
        if (list.Count > 1 && Has(list, "*")) errors.Add(FieldError.Invalid(at, list, $"if '*' is present, must not specify other {what}"));
        for (var i = 0; !emptyAllowed && i < list.Count; i++)
        {
            if (list[i] is JsonString { Value.Length: 0 }) errors.Add(FieldError.Required(at.Index(i)));
        }
    }

    private static void CheckResources(JsonArray resources, FieldPath path, ErrorList errors)
    {
        if (resources.Count == 0) errors.Add(FieldError.Required(path));
        HashSet<string> allOf = [], everywhere = [];
        bool all = false, plainAll = false, plain = false;
        for (var i = 0; i < resources.Count; i++)
        {
            var name = (resources[i] as JsonString)?.Value ?? "";
            if (name.Length == 0)
            {
                errors.Add(FieldError.Required(path.Index(i)));
                continue;
            }

            all |= name == "*/*";
            plainAll |= name == "*";
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                plain |= name != "*";
                continue;
            }

            var (resource, sub) = (name[..slash], name[(slash + 1)..]);
            if (allOf.Contains(resource)) errors.Add(FieldError.Invalid(path.Index(i), name, $"if '{resource}/*' is present, must not specify {name}"));
            if (everywhere.Contains(sub)) errors.Add(FieldError.Invalid(path.Index(i), name, $"if '*/{sub}' is present, must not specify {name}"));
            if (sub == "*") allOf.Add(resource);
            if (resource == "*") everywhere.Add(sub);
        }

        if (resources.Count > 1 && all) errors.Add(FieldError.Invalid(path, resources, "if '*/*' is present, must not specify other resources"));
        if (plainAll && plain)
            errors.Add(FieldError.Invalid(path, resources, "if '*' is present, must not specify other resources without subresources"));
    }

    private static bool Has(JsonArray list, string value) => list.Any(item => item is JsonString text && text.Value == value);
}
