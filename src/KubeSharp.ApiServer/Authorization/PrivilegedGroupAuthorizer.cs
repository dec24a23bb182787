using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Members of system:masters may do everything, whatever the roles say: a cluster with broken roles can be mended.</summary>
internal sealed class PrivilegedGroupAuthorizer : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken) =>
        new(attributes.User.IsInGroup(UserInfo.MastersGroup) ? AuthorizationDecision.Allow() : AuthorizationDecision.NoOpinion);
}
