namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>How a part of a user comes from the claims: a claim with something put before it, or an expression.</summary>
/// <param name="Claim">The claim; empty where there is an expression.</param>
/// <param name="Prefix">Put before the value of the claim.</param>
/// <param name="Expression">The expression, or null.</param>
internal sealed record ClaimMapping(string Claim, string Prefix = "", JwtExpression? Expression = null);
