namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Something that must hold, and what is said when it does not.</summary>
internal sealed record JwtRule(JwtExpression Expression, string Message);
