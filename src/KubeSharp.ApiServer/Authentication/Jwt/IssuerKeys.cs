using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>
/// The keys of an issuer, found through its discovery document and read again when a token is signed by one that is not known: keys rotate
/// without a restart. However many tokens arrive meanwhile, the issuer is asked once.
/// </summary>
internal sealed class IssuerKeys(IssuerClient client, JwtIssuerSettings settings, TimeProvider time)
{
    private const string WellKnown = "/.well-known/openid-configuration";

    // Tokens with made-up key names must not have the issuer asked without end.
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private volatile IReadOnlyList<IssuerKey> keys = [];
    private volatile string keysUrl = "";
    private Task<string>? fetching;
    private DateTimeOffset lastFetch = DateTimeOffset.MinValue;

    /// <summary>Whether the issuer has been found.</summary>
    public bool IsReady => keysUrl.Length > 0;

    /// <summary>Finds the issuer.</summary>
    /// <returns>Why it cannot be found, or empty.</returns>
    public async Task<string> DiscoverAsync(CancellationToken cancellationToken)
    {
        var url = settings.DiscoveryUrl.Length > 0 ? settings.DiscoveryUrl : settings.Url.TrimEnd('/') + WellKnown;
        var (document, failure) = await client.GetAsync(Endpoint(url), cancellationToken);
        if (document is null) return failure;
        if (document.GetString("issuer") is var issuer && issuer != settings.Url)
            return $"oidc: issuer did not match the issuer returned by provider, expected \"{settings.Url}\" got \"{issuer}\"";
        if (document.GetString("jwks_uri") is not { Length: > 0 } found || !Uri.TryCreate(found, UriKind.Absolute, out _))
            return "the discovery document names no jwks_uri";
        keysUrl = found;
        return "";
    }

    /// <summary>Says why no key of the issuer signed the token, or null if one did.</summary>
    public async ValueTask<string?> WhyNotSignedAsync(JsonWebToken token)
    {
        if (IsSigned(token)) return null;
        var fault = await RefreshAsync();
        if (fault.Length > 0) return $"failed to verify signature: fetching keys {fault}";
        return IsSigned(token) ? null : "failed to verify signature: failed to verify id token signature";
    }

    private bool IsSigned(JsonWebToken token)
    {
        var (algorithm, id) = (token.Header.GetString("alg") ?? "", token.Header.GetString("kid") ?? "");
        foreach (var key in keys)
        {
            if ((id.Length == 0 || key.Id == id) && key.Verify(algorithm, token.Signed, token.Signature)) return true;
        }

        return false;
    }

    private Task<string> RefreshAsync()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (fetching is { IsCompleted: false }) return fetching;
            if (fetching is not null && now - lastFetch < _interval) return fetching;
            lastFetch = now;
            return fetching = FetchAsync();
        }
    }

    private async Task<string> FetchAsync()
    {
        var (document, failure) = await client.GetAsync(Endpoint(keysUrl), CancellationToken.None);
        if (document is null) return "oidc: get keys failed: " + failure;
        keys = IssuerKey.ReadSet(document);
        return "";
    }

    private WebhookEndpoint Endpoint(string url) => new() { Url = new Uri(url), CaBundle = settings.CertificateAuthority };
}
