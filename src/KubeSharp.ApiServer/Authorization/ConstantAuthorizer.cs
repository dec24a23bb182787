namespace KubeSharp.ApiServer.Authorization;

/// <summary>The modes AlwaysAllow and AlwaysDeny.</summary>
internal sealed class ConstantAuthorizer(AuthorizationDecision decision) : IAuthorizer
{
    /// <summary>Everybody may do everything.</summary>
    public static ConstantAuthorizer AlwaysAllow { get; } = new(AuthorizationDecision.Allow());

    /// <summary>Nobody may do anything.</summary>
    public static ConstantAuthorizer AlwaysDeny { get; } = new(new AuthorizationDecision(AuthorizationOutcome.NoOpinion, "Everything is forbidden."));

    /// <summary>Whether the answer is yes.</summary>
    public bool Allows => decision.IsAllowed;

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken) => new(decision);
}
