namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Whose tokens are believed, and how a user is made of their claims: one entry of <c>jwt</c> in an AuthenticationConfiguration.</summary>
internal sealed record JwtIssuerSettings
{
    /// <summary>The <c>iss</c> of the tokens.</summary>
    public required string Url { get; init; }

    /// <summary>Where the discovery document is, if not at its usual place below the URL; empty otherwise.</summary>
    public string DiscoveryUrl { get; init; } = "";

    /// <summary>PEM of the authorities of the issuer's certificate; empty for the system's.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>A token must be for one of these.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>Signature algorithms that are accepted.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = JwtAlgorithms.All;

    public required ClaimMapping Username { get; init; }

    public ClaimMapping? Groups { get; init; }

    public ClaimMapping? Uid { get; init; }

    /// <summary>Key of the extra, and the expression that gives its values.</summary>
    public IReadOnlyList<KeyValuePair<string, JwtExpression>> Extra { get; init; } = [];

    /// <summary>Claims that must have a value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RequiredClaims { get; init; } = [];

    /// <summary>What must hold of the claims.</summary>
    public IReadOnlyList<JwtRule> ClaimRules { get; init; } = [];

    /// <summary>What must hold of the user.</summary>
    public IReadOnlyList<JwtRule> UserRules { get; init; } = [];
}
