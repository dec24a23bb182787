using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Audit.Policies;

/// <summary>One rule of a policy: which requests it is for, and what is written down of them. Lists that are empty stand for everything.</summary>
internal sealed record AuditRule
{
    public required AuditLevel Level { get; init; }

    public IReadOnlyList<string> Users { get; init; } = [];

    public IReadOnlyList<string> UserGroups { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = [];

    public IReadOnlyList<AuditedResources> Resources { get; init; } = [];

    /// <summary>The empty namespace stands for objects outside of namespaces.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Paths; a <c>*</c> at the end stands for any rest.</summary>
    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    public AuditStages OmitStages { get; init; }

    /// <summary>Null leaves it to the policy.</summary>
    public bool? OmitManagedFields { get; init; }

    /// <summary>Whether the rule is for that request.</summary>
    public bool Matches(in AuthorizationAttributes request)
    {
        if (Users.Count > 0 && !Users.Contains(request.User.Name)) return false;
        if (UserGroups.Count > 0 && !AnyGroup(request)) return false;
        if (Verbs.Count > 0 && !Verbs.Contains(request.Verb)) return false;
        if (Namespaces.Count > 0 || Resources.Count > 0) return MatchesResource(request);
        return NonResourceUrls.Count == 0 || (!request.IsResourceRequest && AnyPath(request.Path));
    }

    private bool AnyGroup(in AuthorizationAttributes request)
    {
        for (var i = 0; i < UserGroups.Count; i++)
        {
            if (request.User.IsInGroup(UserGroups[i])) return true;
        }

        return false;
    }

    private bool MatchesResource(in AuthorizationAttributes request)
    {
        if (!request.IsResourceRequest) return false;
        if (Namespaces.Count > 0 && !Namespaces.Contains(request.Namespace)) return false;
        if (Resources.Count == 0) return true;
        for (var i = 0; i < Resources.Count; i++)
        {
            if (Resources[i].Contains(request)) return true;
        }

        return false;
    }

    private bool AnyPath(string path)
    {
        for (var i = 0; i < NonResourceUrls.Count; i++)
        {
            var url = NonResourceUrls[i];
            if (url == "*" || url == path) return true;
            if (url.EndsWith('*') && path.StartsWith(url.TrimEnd('*'), StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
