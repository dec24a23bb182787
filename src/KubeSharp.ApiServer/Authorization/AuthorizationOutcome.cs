namespace KubeSharp.ApiServer.Authorization;

/// <summary>The three answers an authorizer can give.</summary>
public enum AuthorizationOutcome
{
    /// <summary>The next authorizer is asked; if there is none, the request is refused.</summary>
    NoOpinion,

    /// <summary>The request is allowed.</summary>
    Allow,

    /// <summary>The request is refused and no other authorizer is asked.</summary>
    Deny,
}
