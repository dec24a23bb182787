using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>
/// Fetches the groups of users who have too many for a token: the token then says where they are (OpenID Connect Core, section 5.6.2), and there lies another
/// token of an issuer of its own.
/// </summary>
internal sealed class DistributedClaims(JwtIssuerSettings settings, IssuerClient client, TimeProvider time)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, IssuerKeys> issuers = new(StringComparer.Ordinal);

    /// <summary>The claims with the groups in them, or why they could not be had.</summary>
    public async ValueTask<(JsonObject Claims, string Error)> ExpandAsync(JsonObject claims, CancellationToken cancellationToken)
    {
        var claim = settings.Groups?.Claim ?? "";
        // A token that has the claim itself needs no other.
        if (claim.Length == 0 || claims.Contains(claim)) return (claims, "");
        if (claims.FindString("_claim_names", claim) is not { } source) return (claims, "");
        if (claims.FindObject("_claim_sources", source) is not { } endpoint) return (claims, $"requested source {source} missing in sources");
        if (endpoint.GetString("endpoint") is not { Length: > 0 } url) return (claims, "");
        var (value, fault) = await FetchAsync(url, endpoint.GetString("access_token") ?? "", claim, cancellationToken);
        if (value is null) return (claims, fault);
        var expanded = claims.ShallowClone();
        expanded.Set(claim, value);
        return (expanded, "");
    }

    private async ValueTask<(JsonValue? Value, string Error)> FetchAsync(string url, string accessToken, string claim, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var target)) return (null, $"while calling {url}: it is no URL");
        var where = new WebhookEndpoint { Url = target, CaBundle = settings.CertificateAuthority, Credentials = new WebhookCredentials { Token = accessToken } };
        var (text, failure) = await client.GetTextAsync(where, cancellationToken);
        if (text is null) return (null, $"while getting distributed claim \"{claim}\": {failure}");
        if (JsonWebToken.TryParse(text.Trim()) is not { } token || token.Payload.GetString("iss") is not { Length: > 0 } issuer)
            return (null, $"getting untrusted issuer from endpoint {url} failed for claim \"{claim}\": malformed token");
        var verifier = settings with { Url = issuer, DiscoveryUrl = "" };
        if (JwtChecks.WhyNot(verifier, token, time.GetUtcNow()) is { } untimely) return (null, $"verify distributed claim token: {untimely}");
        var keys = issuers.GetOrAdd(issuer, _ => new IssuerKeys(client, verifier, time));
        if (!keys.IsReady && await keys.DiscoverAsync(cancellationToken) is { Length: > 0 } fault) return (null, $"verifying untrusted issuer {issuer} failed: {fault}");
        if (await keys.WhyNotSignedAsync(token) is { } unsigned) return (null, $"verify distributed claim token: {unsigned}");
        return token.Payload[claim] is { } value
            ? (value, "")
            : (null, $"jwt returned by distributed claim endpoint \"{url}\" did not contain claim: {claim}");
    }
}
