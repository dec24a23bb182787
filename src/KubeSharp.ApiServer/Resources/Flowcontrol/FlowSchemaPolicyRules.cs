using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Flowcontrol;

/// <summary>What one rule of a FlowSchema may say: whose requests, and which.</summary>
internal static class FlowSchemaPolicyRules
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

    public static void Check(JsonObject rule, FieldPath path, ErrorList errors)
    {
        var subjects = rule.GetArray("subjects") ?? [];
        if (subjects.Count == 0) errors.Add(FieldError.Required(path.Child("subjects"), "subjects must contain at least one value"));
        for (var i = 0; i < subjects.Count; i++)
        {
            if (subjects[i] is JsonObject subject) CheckSubject(subject, path.Child("subjects").Index(i), errors);
        }

        var (resources, urls) = (rule.GetArray("resourceRules") ?? [], rule.GetArray("nonResourceRules") ?? []);
        if (resources.Count == 0 && urls.Count == 0) errors.Add(FieldError.Required(path, "at least one of resourceRules and nonResourceRules has to be non-empty"));
        for (var i = 0; i < resources.Count; i++)
        {
            if (resources[i] is JsonObject resource) CheckResource(resource, path.Child("resourceRules").Index(i), errors);
        }

        for (var i = 0; i < urls.Count; i++)
        {
            if (urls[i] is JsonObject url) CheckUrls(url, path.Child("nonResourceRules").Index(i), errors);
        }
    }

    private static void CheckSubject(JsonObject subject, FieldPath path, ErrorList errors)
    {
        (string Kind, string Member)[] kinds = [("ServiceAccount", "serviceAccount"), ("User", "user"), ("Group", "group")];
        var kind = subject.GetString("kind") ?? "";
        if (!kinds.Any(one => one.Kind == kind))
        {
            errors.Add(FieldError.NotSupported(path.Child("kind"), kind, "Group", "ServiceAccount", "User"));
            return;
        }

        foreach (var (name, member) in kinds)
        {
            if (name != kind)
            {
                if (subject.GetObject(member) is not null)
                    errors.Add(FieldError.Forbidden(path.Child(member), $"{member} is forbidden when subject kind is not '{name}'"));
                continue;
            }

            if (subject.GetObject(member) is not { } who)
            {
                errors.Add(FieldError.Required(path.Child(member), $"{member} is required when subject kind is '{name}'"));
                continue;
            }

            CheckName(who, name, path.Child(member), errors);
        }
    }

    private static void CheckName(JsonObject who, string kind, FieldPath path, ErrorList errors)
    {
        var name = who.GetString("name") ?? "";
        if (name.Length == 0) errors.Add(FieldError.Required(path.Child("name")));
        if (kind != "ServiceAccount") return;
        if (name.Length > 0 && name != "*") errors.AddInvalid(path.Child("name"), name, StringValidators.Dns1123Subdomain(name));
        var ns = who.GetString("namespace") ?? "";
        if (ns.Length > 0) errors.AddInvalid(path.Child("namespace"), ns, StringValidators.Dns1123Label(ns));
        else errors.Add(FieldError.Required(path.Child("namespace"), "must specify namespace for service account"));
    }

    private static void CheckResource(JsonObject rule, FieldPath path, ErrorList errors)
    {
        CheckVerbs(rule, path, errors);
        CheckList(rule, "apiGroups", path, "resource rules must supply at least one api group", "api groups", errors);
        CheckList(rule, "resources", path, "resource rules must supply at least one resource", "resources", errors);
        var namespaces = rule.GetArray("namespaces") ?? [];
        var at = path.Child("namespaces");
        if (namespaces.Count == 0 && rule.GetBool("clusterScope") != true)
        {
            errors.Add(FieldError.Required(at, "resource rules that are not cluster scoped must supply at least one namespace"));
        }
        else if (Has(namespaces, "*"))
        {
            if (namespaces.Count > 1) errors.Add(FieldError.Invalid(at, namespaces, "if '*' is present, must not specify other namespaces"));
        }
        else
        {
            for (var i = 0; i < namespaces.Count; i++)
            {
                var name = (namespaces[i] as JsonString)?.Value ?? "";
                errors.AddInvalid(at.Index(i), name, StringValidators.Dns1123Label(name));
            }
        }
    }

    private static void CheckUrls(JsonObject rule, FieldPath path, ErrorList errors)
    {
        CheckVerbs(rule, path, errors);
        var urls = rule.GetArray("nonResourceURLs") ?? [];
        var at = path.Child("nonResourceURLs");
        CheckList(rule, "nonResourceURLs", path, "nonResourceURLs must contain at least one value", "non-resource URLs", errors);
        if (Has(urls, "*")) return;
        for (var i = 0; i < urls.Count; i++)
        {
            var url = (urls[i] as JsonString)?.Value ?? "";
            if (Fault(url) is { } fault) errors.Add(url.Length == 0 ? FieldError.Required(at.Index(i), fault) : FieldError.Invalid(at.Index(i), url, fault));
        }
    }

    private static string? Fault(string url)
    {
        if (url.Length == 0) return "must not be empty";
        if (url == "/") return null;
        if (url[0] != '/') return "must start with slash";
        if (url.Contains(' ', StringComparison.Ordinal)) return "must not contain white-space";
        if (url.Contains("//", StringComparison.Ordinal)) return "must not contain double slash";
        var star = url.IndexOf('*', StringComparison.Ordinal);
        return star < 0 || (star == url.Length - 1 && url[star - 1] == '/') ? null : "wildcard can only do suffix matching";
    }

    private static void CheckVerbs(JsonObject rule, FieldPath path, ErrorList errors)
    {
        var verbs = rule.GetArray("verbs") ?? [];
        var at = path.Child("verbs");
        if (verbs.Count == 0) errors.Add(FieldError.Required(at, "verbs must contain at least one value"));
        else if (Has(verbs, "*"))
        {
            if (verbs.Count > 1) errors.Add(FieldError.Invalid(at, verbs, "if '*' is present, must not specify other verbs"));
        }
        else if (verbs.OfType<JsonString>().Any(verb => !Verbs.Contains(verb.Value))) errors.Add(FieldError.NotSupported(at, verbs, Verbs));
    }

    private static void CheckList(JsonObject rule, string member, FieldPath path, string missing, string others, ErrorList errors)
    {
        var list = rule.GetArray(member) ?? [];
        if (list.Count == 0) errors.Add(FieldError.Required(path.Child(member), missing));
        else if (list.Count > 1 && Has(list, "*")) errors.Add(FieldError.Invalid(path.Child(member), list, $"if '*' is present, must not specify other {others}"));
    }

    private static bool Has(JsonArray list, string value) => list.Any(item => item is JsonString text && text.Value == value);
}
