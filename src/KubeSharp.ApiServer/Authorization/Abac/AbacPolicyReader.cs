using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization.Abac;

/// <summary>
/// Reads the file of <c>--authorization-policy-file</c>: a JSON object a line
/// (https://kubernetes.io/docs/reference/access-authn-authz/abac/#policy-file-format), also those without kind and version of the first days.
/// </summary>
internal static class AbacPolicyReader
{
    private const string Version = "abac.authorization.kubernetes.io/v1beta1";

    /// <summary>Reads the lines; empty ones and those that begin with # do not count.</summary>
    /// <exception cref="FormatException">A line is no policy.</exception>
    public static IReadOnlyList<AbacRule> Read(string text)
    {
        List<AbacRule> rules = [];
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (!JsonParser.TryParse(Encoding.UTF8.GetBytes(line), out var value, out var fault) || value is not JsonObject document)
                throw new FormatException($"error reading policy file line {number}: {fault?.Message ?? "it is no JSON object"}");
            rules.Add(Rule(document, number));
        }

        return rules;
    }

    private static AbacRule Rule(JsonObject document, int number)
    {
        var (kind, version) = (document.GetString("kind") ?? "", document.GetString("apiVersion") ?? "");
        if (kind.Length == 0 && version.Length == 0) return Old(document);
        if (kind != "Policy" || version != Version)
            throw new FormatException($"error reading policy file line {number}: no kind \"{kind}\" is registered for version \"{version}\"");
        return Everybody(Read(document.GetObject("spec") ?? []));
    }

    private static AbacRule Read(JsonObject spec) => new()
    {
        User = spec.GetString("user") ?? "",
        Group = spec.GetString("group") ?? "",
        Readonly = spec.GetBool("readonly") ?? false,
        ApiGroup = spec.GetString("apiGroup") ?? "",
        Resource = spec.GetString("resource") ?? "",
        Namespace = spec.GetString("namespace") ?? "",
        NonResourcePath = spec.GetString("nonResourcePath") ?? "",
    };

    // What was left out stood for everything then.
    private static AbacRule Old(JsonObject document)
    {
        var rule = Read(document);
        var everywhere = rule is { Namespace: "", Resource: "" };
        var nobody = rule is { User: "", Group: "" };
        return Everybody(rule with
        {
            Group = nobody ? UserInfo.AuthenticatedGroup : rule.Group,
            Namespace = rule.Namespace.Length == 0 ? "*" : rule.Namespace,
            Resource = rule.Resource.Length == 0 ? "*" : rule.Resource,
            ApiGroup = "*",
            NonResourcePath = everywhere ? "*" : "",
        });
    }

    // Everybody who has proved to be somebody, that is.
    private static AbacRule Everybody(AbacRule rule) =>
        rule.User == "*" || rule.Group == "*" ? rule with { User = rule.User == "*" ? "" : rule.User, Group = UserInfo.AuthenticatedGroup } : rule;
}
