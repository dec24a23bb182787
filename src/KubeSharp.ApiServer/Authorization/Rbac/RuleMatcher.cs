namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>Whether a rule covers a request. Pure.</summary>
internal static class RuleMatcher
{
    private const string All = "*";

    /// <summary>True if the rule allows what is asked.</summary>
    public static bool Allows(RbacRule rule, in AuthorizationAttributes attributes)
    {
        if (!attributes.IsResourceRequest)
            return Has(rule.Verbs, attributes.Verb) && PathMatches(rule.NonResourceURLs, attributes.Path);
        return Has(rule.Verbs, attributes.Verb)
            && Has(rule.ApiGroups, attributes.ApiGroup)
            && ResourceMatches(rule.Resources, attributes.Resource, attributes.Subresource)
            && NameMatches(rule.ResourceNames, attributes.Name);
    }

    /// <summary>True if one of the resources of a rule means this one: itself, <c>*</c>, or <c>*/SUBRESOURCE</c>.</summary>
    public static bool ResourceMatches(string[] allowed, string resource, string? subresource)
    {
        foreach (var candidate in allowed)
        {
            if (candidate == All)
                return true;
            if (string.IsNullOrEmpty(subresource))
            {
                if (candidate == resource)
                    return true;
                continue;
            }

            // "resource/subresource", compared in place: no string is made on a request.
            if (!candidate.EndsWith(subresource, StringComparison.Ordinal))
                continue;
            var slash = candidate.Length - subresource.Length - 1;
            if (slash <= 0 || candidate[slash] != '/')
                continue;
            var head = candidate.AsSpan(0, slash);
            if (head.SequenceEqual(All) || head.SequenceEqual(resource))
                return true;
        }

        return false;
    }

    /// <summary>True if one of the paths of a rule means this one: itself, <c>*</c>, or a prefix with a star at its end.</summary>
    public static bool PathMatches(string[] allowed, string path)
    {
        foreach (var candidate in allowed)
        {
            if (candidate == All || candidate == path)
                return true;
            if (candidate.EndsWith('*') && path.AsSpan().StartsWith(candidate.AsSpan().TrimEnd('*')))
                return true;
        }

        return false;
    }

    private static bool NameMatches(string[] allowed, string? name)
    {
        if (allowed.Length == 0)
            return true;
        foreach (var candidate in allowed)
        {
            if (candidate == (name ?? ""))
                return true;
        }

        return false;
    }

    private static bool Has(string[] allowed, string? value)
    {
        foreach (var candidate in allowed)
        {
            if (candidate == All || candidate == (value ?? ""))
                return true;
        }

        return false;
    }
}
