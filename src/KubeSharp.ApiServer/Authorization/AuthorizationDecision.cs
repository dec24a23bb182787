namespace KubeSharp.ApiServer.Authorization;

/// <summary>What one authorizer, or all of them together, decided.</summary>
/// <param name="Outcome">Allowed, denied for good, or no opinion (the next authorizer is asked; at the end that means no).</param>
/// <param name="Reason">Why, for the answer to the caller (403) and for audit; may be empty.</param>
/// <param name="EvaluationError">What could not be evaluated on the way (a missing role, ...); may be empty.</param>
public readonly record struct AuthorizationDecision(AuthorizationOutcome Outcome, string Reason = "", string EvaluationError = "")
{
    /// <summary>Nothing to say.</summary>
    public static AuthorizationDecision NoOpinion => new(AuthorizationOutcome.NoOpinion);

    /// <summary>Whether the request may go on.</summary>
    public bool IsAllowed => Outcome == AuthorizationOutcome.Allow;

    /// <summary>Yes.</summary>
    public static AuthorizationDecision Allow(string reason = "") => new(AuthorizationOutcome.Allow, reason);

    /// <summary>No, and nobody else is asked.</summary>
    public static AuthorizationDecision Deny(string reason) => new(AuthorizationOutcome.Deny, reason);
}
