namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>
/// One rule of a role, as the authorizer reads it. Order has no meaning; <c>*</c> has the meaning that
/// https://kubernetes.io/docs/reference/access-authn-authz/rbac/ gives it in each place.
/// </summary>
internal sealed record RbacRule
{
    /// <summary>Verbs, or <c>*</c>.</summary>
    public required string[] Verbs { get; init; }

    /// <summary>API groups, the empty string for the core group, or <c>*</c>.</summary>
    public string[] ApiGroups { get; init; } = [];

    /// <summary><c>pods</c>, <c>pods/log</c>, <c>*/scale</c> or <c>*</c>.</summary>
    public string[] Resources { get; init; } = [];

    /// <summary>Names to which the rule is limited; empty for all.</summary>
    public string[] ResourceNames { get; init; } = [];

    /// <summary>Paths outside the API, exact or with a star at the end.</summary>
    public string[] NonResourceURLs { get; init; } = [];

    /// <summary>A rule over resources. Every argument is a comma-separated list; an empty element of the groups is the core group.</summary>
    public static RbacRule On(string groups, string resources, string verbs, string? names = null) => new()
    {
        Verbs = verbs.Split(','),
        ApiGroups = groups.Split(','),
        Resources = resources.Split(','),
        ResourceNames = names?.Split(',') ?? [],
    };

    /// <summary>A rule over paths. Both arguments are comma-separated lists.</summary>
    public static RbacRule OnPaths(string paths, string verbs) => new() { Verbs = verbs.Split(','), NonResourceURLs = paths.Split(',') };
}
