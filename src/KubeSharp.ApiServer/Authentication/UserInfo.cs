namespace KubeSharp.ApiServer.Authentication;

/// <summary>Who a request comes from, after authentication (and impersonation).</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/. Immutable and free to share.</remarks>
public sealed record UserInfo
{
    /// <summary>The name of the group that every request without credentials belongs to.</summary>
    public const string UnauthenticatedGroup = "system:unauthenticated";

    /// <summary>The name of the group that every authenticated request belongs to.</summary>
    public const string AuthenticatedGroup = "system:authenticated";

    /// <summary>The group that is allowed everything, before any authorizer is asked.</summary>
    public const string MastersGroup = "system:masters";

    private static readonly Dictionary<string, IReadOnlyList<string>> NoExtra = [];

    // Not part of the value: neither compared nor copied.
    private readonly Memo memo;

    /// <summary>A user of whom the properties say more.</summary>
    public UserInfo() => memo = new Memo();

    private UserInfo(UserInfo original)
    {
        memo = new Memo();
        Name = original.Name;
        Uid = original.Uid;
        Groups = original.Groups;
        Extra = original.Extra;
    }

    /// <summary>A name that is unique among active users, for instance <c>system:node:worker-1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A value that stays the same when a user of the same name is made anew; empty if there is none.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The groups the user belongs to, in the order in which the authenticator gave them.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What the authenticator says besides (scopes, the pod a token is bound to, ...).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = NoExtra;

    /// <summary>The user of requests without credentials.</summary>
    public static UserInfo Anonymous { get; } = new() { Name = "system:anonymous", Groups = [UnauthenticatedGroup] };

    /// <summary>The API server talking to itself: the loopback client.</summary>
    public static UserInfo Loopback { get; } = new() { Name = "system:apiserver", Groups = [MastersGroup, AuthenticatedGroup] };

    /// <summary>Whether the user is a member of <paramref name="group"/>.</summary>
    public bool IsInGroup(string group)
    {
        for (var i = 0; i < Groups.Count; i++)
        {
            if (Groups[i] == group) return true;
        }

        return false;
    }

    /// <summary>This user as one who has proved to be who they are: with system:authenticated. Made once, for authenticators keep their users.</summary>
    internal UserInfo WithAuthenticatedGroup() => memo.Authenticated ??= WithGroup(AuthenticatedGroup);

    /// <summary>This user with <paramref name="group"/> added unless it is there already.</summary>
    public UserInfo WithGroup(string group) => IsInGroup(group) ? this : this with { Groups = [.. Groups, group] };

    private sealed class Memo
    {
        public UserInfo? Authenticated { get; set; }

        public override bool Equals(object? obj) => obj is Memo;

        public override int GetHashCode() => 0;
    }
}
