namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Signature algorithms of tokens (RFC 7518): those with a public key. A shared secret, or none at all, is never accepted.</summary>
internal static class JwtAlgorithms
{
    public static IReadOnlyList<string> All { get; } = ["ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"];
}
