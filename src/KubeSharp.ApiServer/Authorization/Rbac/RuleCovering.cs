namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>
/// Nobody may grant what they do not hold
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping). Pure.
/// </summary>
internal static class RuleCovering
{
    /// <summary>Those parts of <paramref name="wanted"/> that <paramref name="held"/> does not give, in their smallest form.</summary>
    public static IReadOnlyList<RbacRule> Missing(IReadOnlyList<RbacRule> held, IReadOnlyList<RbacRule> wanted)
    {
        List<RbacRule> missing = [];
        foreach (var rule in wanted)
        {
            foreach (var atom in Atoms(rule))
            {
                if (!IsCovered(held, atom))
                    missing.Add(atom);
            }
        }

        return missing;
    }

    /// <summary>One line for each resource that is missing, sorted, as the refusal lists them.</summary>
    public static IReadOnlyList<string> Describe(IReadOnlyList<RbacRule> missing)
    {
        Dictionary<string, (RbacRule Rule, List<string> Verbs)> merged = new(StringComparer.Ordinal);
        foreach (var rule in missing)
        {
            var key = string.Join('\0', [.. rule.ApiGroups, "|", .. rule.Resources, "|", .. rule.ResourceNames, "|", .. rule.NonResourceURLs]);
            if (rule.NonResourceURLs.Length > 0)
                key += "\0" + string.Join('\0', rule.Verbs);
            if (!merged.TryGetValue(key, out var entry))
                merged.Add(key, entry = (rule, []));
            foreach (var verb in rule.Verbs)
            {
                if (!entry.Verbs.Contains(verb))
                    entry.Verbs.Add(verb);
            }
        }

        return [.. merged.Values.Select(entry => Describe(entry.Rule with { Verbs = [.. entry.Verbs] })).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>A list as refusals show it: <c>["a" "b"]</c>.</summary>
    public static string Quote(IEnumerable<string> values) => $"[{string.Join(' ', values.Select(value => $"\"{value}\""))}]";

    private static string Describe(RbacRule rule)
    {
        List<string> parts = [];
        Add("APIGroups", rule.ApiGroups);
        Add("Resources", rule.Resources);
        Add("NonResourceURLs", rule.NonResourceURLs);
        Add("ResourceNames", rule.ResourceNames);
        Add("Verbs", rule.Verbs);
        return $"{{{string.Join(", ", parts)}}}";

        void Add(string name, string[] values)
        {
            if (values.Length > 0)
                parts.Add($"{name}:{Quote(values)}");
        }
    }

    private static IEnumerable<RbacRule> Atoms(RbacRule rule)
    {
        foreach (var group in rule.ApiGroups)
        {
            foreach (var resource in rule.Resources)
            {
                foreach (var verb in rule.Verbs)
                {
                    if (rule.ResourceNames.Length == 0)
                        yield return new RbacRule { ApiGroups = [group], Resources = [resource], Verbs = [verb] };
                    foreach (var name in rule.ResourceNames)
                        yield return new RbacRule { ApiGroups = [group], Resources = [resource], Verbs = [verb], ResourceNames = [name] };
                }
            }
        }

        foreach (var url in rule.NonResourceURLs)
        {
            foreach (var verb in rule.Verbs)
                yield return new RbacRule { NonResourceURLs = [url], Verbs = [verb] };
        }
    }

    private static bool IsCovered(IReadOnlyList<RbacRule> held, RbacRule atom)
    {
        foreach (var rule in held)
        {
            if (!HasAll(rule.Verbs, atom.Verbs))
                continue;
            if (atom.NonResourceURLs.Length > 0)
            {
                if (rule.NonResourceURLs.Any(have => PathCovers(have, atom.NonResourceURLs[0])))
                    return true;
                continue;
            }

            // A rule without names covers any; one with names covers only a rule limited to those.
            var names = rule.ResourceNames.Length == 0
                || (atom.ResourceNames.Length > 0 && atom.ResourceNames.All(name => rule.ResourceNames.Contains(name)));
            if (names && HasAll(rule.ApiGroups, atom.ApiGroups) && CoversResource(rule.Resources, atom.Resources[0]))
                return true;
        }

        return false;
    }

    private static bool CoversResource(string[] have, string wanted)
    {
        var slash = wanted.IndexOf('/', StringComparison.Ordinal);
        return have.Contains("*") || have.Contains(wanted) || (slash >= 0 && have.Contains("*" + wanted[slash..]));
    }

    private static bool HasAll(string[] have, string[] wanted) => have.Contains("*") || wanted.All(value => have.Contains(value));

    private static bool PathCovers(string have, string wanted) =>
        have == wanted || (have.EndsWith('*') && wanted.AsSpan().StartsWith(have.AsSpan().TrimEnd('*')));
}
