using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization.Abac;

/// <summary>One line of a policy file. Members that are empty match nothing; <c>*</c> matches everything.</summary>
internal sealed record AbacRule
{
    public string User { get; init; } = "";

    public string Group { get; init; } = "";

    public bool Readonly { get; init; }

    public string ApiGroup { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string NonResourcePath { get; init; } = "";

    /// <summary>Whether the rule allows the request.</summary>
    public bool Allows(in AuthorizationAttributes request)
    {
        if (!IsFor(request.User) || (Readonly && request.Verb is not ("get" or "list" or "watch"))) return false;
        return request.IsResourceRequest
            ? Is(Namespace, request.Namespace) && Is(Resource, request.Resource) && Is(ApiGroup, request.ApiGroup)
            : IsPath(request.Path);
    }

    /// <summary>Whether the rule is for the user: both name and group must fit, where they are given.</summary>
    public bool IsFor(UserInfo user)
    {
        if (User.Length == 0 && Group.Length == 0) return false;
        if (User.Length > 0 && User != "*" && User != user.Name) return false;
        return Group.Length == 0 || Group == "*" || user.IsInGroup(Group);
    }

    private static bool Is(string pattern, string? value) => pattern == "*" || pattern == (value ?? "");

    private bool IsPath(string path) =>
        NonResourcePath is "*" || NonResourcePath == path
        || (NonResourcePath.EndsWith('*') && path.StartsWith(NonResourcePath.TrimEnd('*'), StringComparison.Ordinal));
}
