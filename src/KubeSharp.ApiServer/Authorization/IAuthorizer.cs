namespace KubeSharp.ApiServer.Authorization;

/// <summary>Decides whether a user may do something. Called concurrently, on every request: must be quick and must not block.</summary>
public interface IAuthorizer
{
    /// <summary>Answers one question.</summary>
    ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken);
}
