using System.CommandLine;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Authentication.Jwt;
using KubeSharp.ApiServer.Authentication.Webhook;
using KubeSharp.ApiServer.Authorization.Configuration;

namespace KubeSharp.Cli.Commands;

/// <summary>The flags of kube-apiserver about outside issuers of tokens, outside authorizers and configuration files for both.</summary>
internal sealed class AccessFlags
{
    private readonly Option<string?> _authentication = Text("--authentication-config", "File with an AuthenticationConfiguration.");
    private readonly Option<string?> _tokenWebhook = Text("--authentication-token-webhook-config-file", "Kubeconfig of the webhook that knows tokens.");
    private readonly Option<string> _tokenWebhookVersion = Version("--authentication-token-webhook-version", "Version of TokenReview for it.");
    private readonly Option<TimeSpan> _tokenWebhookTtl = Durations.Option("--authentication-token-webhook-cache-ttl", "How long its answers are remembered.", "2m");
    private readonly Option<string?> _issuer = Text("--oidc-issuer-url", "Issuer of OpenID Connect tokens.");
    private readonly Option<string?> _client = Text("--oidc-client-id", "Their audience.");
    private readonly Option<string?> _issuerCa = Text("--oidc-ca-file", "Authorities of the issuer's certificate.");
    private readonly Option<string?> _usernameClaim = Text("--oidc-username-claim", "Claim that is the user's name.", "sub");
    private readonly Option<string?> _usernamePrefix = Text("--oidc-username-prefix", "Put before names; - for nothing.", "");
    private readonly Option<string?> _groupsClaim = Text("--oidc-groups-claim", "Claim that holds groups.", "");
    private readonly Option<string?> _groupsPrefix = Text("--oidc-groups-prefix", "Put before groups.", "");
    private readonly Option<string[]> _algorithms = List("--oidc-signing-algs", "Signature algorithms that are accepted.");
    private readonly Option<string[]> _claims = List("--oidc-required-claim", "name=value of a claim that tokens must have.");
    private readonly Option<string?> _authorization = Text("--authorization-config", "File with an AuthorizationConfiguration.");
    private readonly Option<string?> _policy = Text("--authorization-policy-file", "Rules of the mode ABAC.");
    private readonly Option<string?> _webhook = Text("--authorization-webhook-config-file", "Kubeconfig of the webhook that decides.");
    private readonly Option<string> _webhookVersion = Version("--authorization-webhook-version", "Version of SubjectAccessReview for it.");
    private readonly Option<TimeSpan> _yes = Durations.Option("--authorization-webhook-cache-authorized-ttl", "How long its yes is remembered.", "5m");
    private readonly Option<TimeSpan> _no = Durations.Option("--authorization-webhook-cache-unauthorized-ttl", "How long its no is remembered.", "30s");
    private readonly Option<string[]> _userHeaders = List("--requestheader-username-headers", "Headers in which proxies name the user.");
    private readonly Option<string[]> _uidHeaders = List("--requestheader-uid-headers", "Headers in which proxies name the user's UID.");
    private readonly Option<string[]> _groupHeaders = List("--requestheader-group-headers", "Headers in which proxies name groups.");
    private readonly Option<string[]> _extraHeaders = List("--requestheader-extra-headers-prefix", "Prefixes of headers with more about the user.");
    private readonly Option<TimeSpan?> _maxToken = new("--service-account-max-token-expiration")
    {
        Description = "Longest life of a service-account token.",
        CustomParser = Durations.Parse,
    };
    private readonly Option<bool> _extend = Flag("--service-account-extend-token-expiration", "Tokens of pods live a year.", true);
    private readonly Option<bool> _lookup = Flag("--service-account-lookup", "Tokens end with what they are bound to.", true);
    private readonly Option<string[]> _ciphers = List("--tls-cipher-suites", "Cipher suites of TLS.");
    private readonly Option<string?> _minVersion = Text("--tls-min-version", "Oldest version of TLS: VersionTLS12, VersionTLS13.", "");
    private readonly Option<string[]> _sni = new("--tls-sni-cert-key")
    {
        Description = "certificate,key[:name,...] shown to clients that ask for one of the names. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    public IEnumerable<Option> All =>
    [
        _authentication, _tokenWebhook, _tokenWebhookVersion, _tokenWebhookTtl, _issuer, _client, _issuerCa, _usernameClaim, _usernamePrefix, _groupsClaim,
        _groupsPrefix, _algorithms, _claims, _authorization, _policy, _webhook, _webhookVersion, _yes, _no, _userHeaders, _uidHeaders, _groupHeaders,
        _extraHeaders, _maxToken, _extend, _lookup, _ciphers, _minVersion, _sni,
    ];

    /// <summary>The options with these flags.</summary>
    /// <exception cref="UserError">A value makes no sense.</exception>
    public ApiServerOptions Apply(ApiServerOptions options, ParseResult result) => options with
    {
        AuthenticationConfigFile = result.GetValue(_authentication),
        AuthenticationWebhook = new WebhookTokenOptions
        {
            ConfigFile = result.GetValue(_tokenWebhook),
            Version = result.GetValue(_tokenWebhookVersion)!,
            CacheTtl = result.GetValue(_tokenWebhookTtl),
        },
        Oidc = Oidc(result),
        AuthorizationConfigFile = result.GetValue(_authorization),
        AuthorizationPolicyFile = result.GetValue(_policy),
        AuthorizationWebhook = new AuthorizationWebhookOptions
        {
            ConfigFile = result.GetValue(_webhook),
            Version = result.GetValue(_webhookVersion)!,
            AuthorizedTtl = result.GetValue(_yes),
            UnauthorizedTtl = result.GetValue(_no),
        },
        RequestHeaderUsernameHeaders = Or(result, _userHeaders, options.RequestHeaderUsernameHeaders),
        RequestHeaderUidHeaders = Or(result, _uidHeaders, options.RequestHeaderUidHeaders),
        RequestHeaderGroupHeaders = Or(result, _groupHeaders, options.RequestHeaderGroupHeaders),
        RequestHeaderExtraPrefixes = Or(result, _extraHeaders, options.RequestHeaderExtraPrefixes),
        ServiceAccountMaxTokenExpiration = MaxToken(result),
        ServiceAccountExtendTokenExpiration = result.GetValue(_extend),
        ServiceAccountLookup = result.GetValue(_lookup),
        TlsCipherSuites = Split(result, _ciphers),
        TlsMinVersion = result.GetValue(_minVersion) ?? "",
        TlsSniCertKeys = result.GetValue(_sni) ?? [],
    };

    private OidcOptions Oidc(ParseResult result) => new()
    {
        IssuerUrl = result.GetValue(_issuer),
        ClientId = result.GetValue(_client) ?? "",
        CaFile = result.GetValue(_issuerCa),
        UsernameClaim = result.GetValue(_usernameClaim) ?? "sub",
        UsernamePrefix = result.GetValue(_usernamePrefix) ?? "",
        GroupsClaim = result.GetValue(_groupsClaim) ?? "",
        GroupsPrefix = result.GetValue(_groupsPrefix) ?? "",
        SigningAlgorithms = Or(result, _algorithms, ["RS256"]),
        RequiredClaims = [.. (result.GetValue(_claims) ?? []).Select(Claim)],
    };

    private static KeyValuePair<string, string> Claim(string text) => text.Split('=', 2) is [{ Length: > 0 } name, var value]
        ? new(name, value)
        : throw new UserError($"--oidc-required-claim {text} is not of the form name=value");

    private TimeSpan? MaxToken(ParseResult result)
    {
        if (result.GetValue(_maxToken) is not { } longest || longest == TimeSpan.Zero) return null;
        return longest >= TimeSpan.FromHours(1) && longest <= TimeSpan.FromSeconds(1L << 32)
            ? longest
            : throw new UserError("the service-account-max-token-expiration must be between 1 hour and 2^32 seconds");
    }

    private static IReadOnlyList<string> Or(ParseResult result, Option<string[]> option, IReadOnlyList<string> otherwise) =>
        Split(result, option) is { Count: > 0 } values ? values : otherwise;

    private static List<string> Split(ParseResult result, Option<string[]> option) =>
        [.. (result.GetValue(option) ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static Option<string?> Text(string name, string description, string? defaultValue = null) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    private static Option<bool> Flag(string name, string description, bool defaultValue) => new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    private static Option<string[]> List(string name, string description) => new(name) { Description = description, DefaultValueFactory = _ => [] };

    private static Option<string> Version(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => "v1beta1" };
        option.AcceptOnlyFromAmong("v1", "v1beta1");
        return option;
    }
}
