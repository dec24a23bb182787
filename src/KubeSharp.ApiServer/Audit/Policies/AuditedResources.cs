using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Audit.Policies;

/// <summary>Resources of one API group that a rule is for.</summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Resources"><c>pods</c>, <c>pods/log</c>, <c>pods/*</c>, <c>*/scale</c>, <c>*</c>; empty for all.</param>
/// <param name="ResourceNames">Names of objects; empty for all.</param>
internal sealed record AuditedResources(string Group, IReadOnlyList<string> Resources, IReadOnlyList<string> ResourceNames)
{
    /// <summary>Whether the request is for one of them.</summary>
    public bool Contains(in AuthorizationAttributes request)
    {
        if (Group != request.ApiGroup) return false;
        if (Resources.Count == 0) return true;
        if (ResourceNames.Count > 0 && !ResourceNames.Contains(request.Name)) return false;
        for (var i = 0; i < Resources.Count; i++)
        {
            if (IsMeant(Resources[i], request.Resource, request.Subresource)) return true;
        }

        return false;
    }

    private static bool IsMeant(ReadOnlySpan<char> pattern, string resource, string subresource)
    {
        if (pattern is "*") return true;
        var slash = pattern.IndexOf('/');
        if (slash < 0) return subresource.Length == 0 && pattern.SequenceEqual(resource);
        var first = pattern[..slash];
        var second = pattern[(slash + 1)..];
        if (first is "*") return subresource.Length > 0 && second.SequenceEqual(subresource);
        // "pods/*" stands for pods themselves too.
        return first.SequenceEqual(resource) && (second is "*" || (subresource.Length > 0 && second.SequenceEqual(subresource)));
    }
}
