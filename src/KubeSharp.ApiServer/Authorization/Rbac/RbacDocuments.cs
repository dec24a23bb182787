using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>Reads roles and bindings from their documents, and writes rules and subjects into them. Pure.</summary>
internal static class RbacDocuments
{
    /// <summary>The API group of roles and bindings.</summary>
    public const string Group = "rbac.authorization.k8s.io";

    /// <summary>The rules of a role or cluster role.</summary>
    public static RbacRule[] Rules(JsonObject role)
    {
        if (role.GetArray("rules") is not { } rules)
            return [];
        var result = new List<RbacRule>(rules.Count);
        foreach (var item in rules)
        {
            if (item is JsonObject rule)
                result.Add(Rule(rule));
        }

        return [.. result];
    }

    /// <summary>One rule.</summary>
    public static RbacRule Rule(JsonObject rule) => new()
    {
        Verbs = Strings(rule, "verbs"),
        ApiGroups = Strings(rule, "apiGroups"),
        Resources = Strings(rule, "resources"),
        ResourceNames = Strings(rule, "resourceNames"),
        NonResourceURLs = Strings(rule, "nonResourceURLs"),
    };

    /// <summary>A role binding, or with an empty namespace a cluster role binding.</summary>
    public static RbacBinding Binding(string @namespace, string name, JsonObject binding)
    {
        var roleRef = binding.GetObject("roleRef");
        return new RbacBinding(@namespace, name, roleRef?.GetString("kind") ?? "", roleRef?.GetString("name") ?? "", Subjects(binding));
    }

    /// <summary>The subjects of a binding.</summary>
    public static RbacSubject[] Subjects(JsonObject binding)
    {
        if (binding.GetArray("subjects") is not { } subjects)
            return [];
        List<RbacSubject> result = [];
        foreach (var item in subjects)
        {
            if (item is JsonObject subject)
                result.Add(new RbacSubject(subject.GetString("kind") ?? "", subject.GetString("name") ?? "", subject.GetString("namespace") ?? ""));
        }

        return [.. result];
    }

    /// <summary>Writes a rule with its members in the order of the API.</summary>
    public static JsonObject Write(RbacRule rule)
    {
        var result = new JsonObject { { "verbs", JsonArray.OfStrings(rule.Verbs) } };
        Add(result, "apiGroups", rule.ApiGroups);
        Add(result, "resources", rule.Resources);
        Add(result, "resourceNames", rule.ResourceNames);
        Add(result, "nonResourceURLs", rule.NonResourceURLs);
        return result;
    }

    /// <summary>Writes a subject.</summary>
    public static JsonObject Write(RbacSubject subject)
    {
        var result = new JsonObject { { "kind", subject.Kind } };
        if (subject.Kind != "ServiceAccount")
            result.Add("apiGroup", Group);
        result.Add("name", subject.Name);
        if (subject.Namespace.Length > 0)
            result.Add("namespace", subject.Namespace);
        return result;
    }

    private static void Add(JsonObject rule, string name, string[] values)
    {
        if (values.Length > 0)
            rule.Add(name, JsonArray.OfStrings(values));
    }

    private static string[] Strings(JsonObject rule, string name)
    {
        if (rule.GetArray(name) is not { Count: > 0 } values)
            return [];
        var result = new List<string>(values.Count);
        foreach (var value in values)
        {
            if (value is JsonString text)
                result.Add(text.Value);
        }

        return [.. result];
    }
}
