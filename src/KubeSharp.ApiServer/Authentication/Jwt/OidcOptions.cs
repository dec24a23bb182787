namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>One outside issuer of tokens as the older flags describe it.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-flags</remarks>
public sealed record OidcOptions
{
    /// <summary><c>--oidc-issuer-url</c>; null for none.</summary>
    public string? IssuerUrl { get; init; }

    /// <summary><c>--oidc-client-id</c>: the audience.</summary>
    public string ClientId { get; init; } = "";

    /// <summary><c>--oidc-ca-file</c>.</summary>
    public string? CaFile { get; init; }

    /// <summary><c>--oidc-username-claim</c>.</summary>
    public string UsernameClaim { get; init; } = "sub";

    /// <summary><c>--oidc-username-prefix</c>; empty is the issuer (but for e-mail addresses), <c>-</c> is none.</summary>
    public string UsernamePrefix { get; init; } = "";

    /// <summary><c>--oidc-groups-claim</c>; empty for no groups.</summary>
    public string GroupsClaim { get; init; } = "";

    /// <summary><c>--oidc-groups-prefix</c>.</summary>
    public string GroupsPrefix { get; init; } = "";

    /// <summary><c>--oidc-signing-algs</c>.</summary>
    public IReadOnlyList<string> SigningAlgorithms { get; init; } = ["RS256"];

    /// <summary><c>--oidc-required-claim</c>: names and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RequiredClaims { get; init; } = [];

    /// <summary>The issuer, or null.</summary>
    /// <exception cref="ArgumentException">The flags contradict each other.</exception>
    internal JwtIssuerSettings? ToSettings()
    {
        if (string.IsNullOrEmpty(IssuerUrl) != (ClientId.Length == 0)) throw new ArgumentException("oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set");
        if (string.IsNullOrEmpty(IssuerUrl)) return null;
        if (!IssuerUrl.StartsWith("https://", StringComparison.Ordinal)) throw new ArgumentException("--oidc-issuer-url: URL scheme must be https");
        foreach (var algorithm in SigningAlgorithms)
        {
            if (!JwtAlgorithms.All.Contains(algorithm)) throw new ArgumentException($"--oidc-signing-algs: oidc: unsupported signing alg: \"{algorithm}\"");
        }

        return new JwtIssuerSettings
        {
            Url = IssuerUrl,
            CertificateAuthority = CaFile is null ? "" : Hosting.ServerFile.Read(CaFile, text => text, "--oidc-ca-file"),
            Audiences = [ClientId],
            Algorithms = SigningAlgorithms,
            Username = new ClaimMapping(UsernameClaim, Prefix()),
            Groups = GroupsClaim.Length > 0 ? new ClaimMapping(GroupsClaim, GroupsPrefix) : null,
            RequiredClaims = RequiredClaims,
        };
    }

    // Names of several issuers must not meet.
    private string Prefix() => UsernamePrefix switch
    {
        "-" => "",
        "" when UsernameClaim == "email" => "",
        "" => IssuerUrl + "#",
        var prefix => prefix,
    };
}
