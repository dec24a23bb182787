using KubeSharp.ApiServer.Authentication.Anonymous;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>What an AuthenticationConfiguration says.</summary>
/// <param name="Issuers">Outside issuers whose tokens are believed.</param>
/// <param name="Anonymous">Who may come without credentials; null leaves it to the flag.</param>
internal sealed record AuthenticationConfiguration(IReadOnlyList<JwtIssuerSettings> Issuers, AnonymousRule? Anonymous);
