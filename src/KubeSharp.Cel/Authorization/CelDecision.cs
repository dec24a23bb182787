namespace KubeSharp.Cel.Authorization;

/// <summary>The answer of an authorizer to an expression.</summary>
/// <param name="Allowed">Whether the request is allowed.</param>
/// <param name="Reason">Why, as the authorizer says.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record CelDecision(bool Allowed, string Reason, string? Error = null);
