using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Configuration;

namespace KubeSharp.ApiServer.Audit.Policies;

/// <summary>Reads the file of <c>--audit-policy-file</c>: a <c>Policy</c> of audit.k8s.io/v1 (https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/).</summary>
internal static class AuditPolicyReader
{
    private static readonly string[] _levels = ["None", "Metadata", "Request", "RequestResponse"];
    private static readonly string[] _stages = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];

    /// <summary>Reads the text of the file, YAML or JSON.</summary>
    /// <exception cref="FormatException">It is no policy; the message names every fault.</exception>
    public static AuditPolicy Read(string text)
    {
        var document = ConfigurationFile.Parse(text, "Policy", "audit.k8s.io/v1");
        var node = new ConfigurationNode(document);
        node.Skip("metadata");
        ErrorList errors = new();
        var path = FieldPath.Of("rules");
        List<AuditRule> rules = [];
        foreach (var item in node.Objects("rules")) rules.Add(Rule(item, path.Index(rules.Count), errors));
        var policy = new AuditPolicy
        {
            Rules = rules,
            OmitStages = Stages(node.Strings("omitStages"), FieldPath.Of("omitStages"), errors),
            OmitManagedFields = node.Bool("omitManagedFields") ?? false,
        };
        node.Finish();
        if (errors.Count > 0) throw new FormatException($"invalid audit policy: {errors}");
        return rules.Count > 0 ? policy : throw new FormatException("loaded illegal policy with 0 rules");
    }

    private static AuditRule Rule(ConfigurationNode node, FieldPath path, ErrorList errors)
    {
        var level = node.String("level") ?? "";
        if (level.Length == 0) errors.Add(FieldError.Required(path.Child("level")));
        else if (!_levels.Contains(level)) errors.Add(FieldError.NotSupported(path.Child("level"), level, _levels));
        var urls = node.Strings("nonResourceURLs");
        CheckUrls(urls, path.Child("nonResourceURLs"), errors);
        List<AuditedResources> resources = [];
        foreach (var item in node.Objects("resources")) resources.Add(Resources(item, path.Child("resources"), errors));
        var rule = new AuditRule
        {
            Level = (AuditLevel)Math.Max(0, Array.IndexOf(_levels, level)),
            Users = node.Strings("users"),
            UserGroups = node.Strings("userGroups"),
            Verbs = node.Strings("verbs"),
            Resources = resources,
            Namespaces = node.Strings("namespaces"),
            NonResourceUrls = urls,
            OmitStages = Stages(node.Strings("omitStages"), path.Child("omitStages"), errors),
            OmitManagedFields = node.Bool("omitManagedFields"),
        };
        if (urls.Count > 0 && (resources.Count > 0 || rule.Namespaces.Count > 0))
        {
            errors.Add(FieldError.Invalid(
                path.Child("nonResourceURLs"), JsonArray.OfStrings(urls), "rules cannot apply to both regular resources and non-resource URLs"));
        }

        return rule;
    }

    private static AuditedResources Resources(ConfigurationNode node, FieldPath path, ErrorList errors)
    {
        var resources = new AuditedResources(node.String("group") ?? "", node.Strings("resources"), node.Strings("resourceNames"));
        if (resources.Group.Length > 0 && StringValidators.Dns1123Subdomain(resources.Group) is { Length: > 0 } faults)
            errors.Add(FieldError.Invalid(path.Child("group"), resources.Group, string.Join(",", faults)));
        if (resources is { ResourceNames.Count: > 0, Resources.Count: 0 })
        {
            errors.Add(FieldError.Invalid(
                path.Child("resourceNames"), JsonArray.OfStrings(resources.ResourceNames), "using resourceNames requires at least one resource"));
        }

        return resources;
    }

    private static void CheckUrls(IReadOnlyList<string> urls, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < urls.Count; i++)
        {
            var url = urls[i];
            if (url == "*") continue;
            if (!url.StartsWith('/')) errors.Add(FieldError.Invalid(path.Index(i), url, "non-resource URL rules must begin with a '/' character"));
            if (url.Length > 0 && url.AsSpan(0, url.Length - 1).Contains('*'))
                errors.Add(FieldError.Invalid(path.Index(i), url, "non-resource URL wildcards '*' must be the final character of the rule"));
        }
    }

    private static AuditStages Stages(IReadOnlyList<string> names, FieldPath path, ErrorList errors)
    {
        var stages = AuditStages.None;
        for (var i = 0; i < names.Count; i++)
        {
            if (Array.IndexOf(_stages, names[i]) is var at and >= 0) stages |= (AuditStages)(1 << at);
            else errors.Add(FieldError.Invalid(path.Index(i), names[i], $"allowed stages are {string.Join(',', _stages)}"));
        }

        return stages;
    }
}
