namespace KubeSharp.ApiServer.Authentication;

/// <summary>The group that says that somebody proved to be who they are.</summary>
internal static class DefaultGroups
{
    /// <summary>The user with system:authenticated, unless they are anonymous or expressly unauthenticated.</summary>
    public static UserInfo Authenticated(this UserInfo user) =>
        user.Name == UserInfo.Anonymous.Name || user.IsInGroup(UserInfo.UnauthenticatedGroup) ? user : user.WithAuthenticatedGroup();
}
