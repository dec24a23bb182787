using System.Collections.Concurrent;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authentication.Tokens;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>
/// Tokens of one outside issuer (OpenID Connect): https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens.
/// </summary>
internal sealed partial class JwtAuthenticator : ITokenAuthenticator
{
    // What a verified token says is remembered this long, as for all tokens upstream.
    private static readonly TimeSpan _memory = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(10);
    private const int MaxRemembered = 4096;

    private readonly JwtIssuerSettings settings;
    private readonly IssuerKeys keys;
    private readonly DistributedClaims distributed;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ConcurrentDictionary<string, (UserInfo User, DateTimeOffset Until)> known = new(StringComparer.Ordinal);

    /// <summary>Begins to look for the issuer, and goes on until it is found: it may run on this very cluster, and come later.</summary>
    public JwtAuthenticator(JwtIssuerSettings settings, IssuerClient client, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        this.settings = settings;
        this.time = time;
        this.logger = logger;
        keys = new IssuerKeys(client, settings, time);
        distributed = new DistributedClaims(settings, client, time);
        Ready = DiscoverAsync(stopping);
    }

    /// <summary>Completes when the issuer has been found.</summary>
    public Task Ready { get; }

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (known.TryGetValue(token, out var hit) && now < hit.Until) return AuthenticationResult.Success(hit.User);
        if (JsonWebToken.TryParse(token) is not { } parsed || Issuer(parsed) != settings.Url) return AuthenticationResult.NotAttempted;
        if (!keys.IsReady) return AuthenticationResult.Failure("oidc: authenticator not initialized");
        if (JwtChecks.WhyNot(settings, parsed, now) is { } untimely) return AuthenticationResult.Failure("oidc: verify token: " + untimely);
        if (await keys.WhyNotSignedAsync(parsed) is { } unsigned) return AuthenticationResult.Failure("oidc: verify token: " + unsigned);
        var claims = parsed.Payload;
        var (resolved, unresolved) = await distributed.ExpandAsync(claims, cancellationToken);
        if (unresolved.Length > 0) return AuthenticationResult.Failure("oidc: could not expand distributed claims: " + unresolved);
        var (user, refusal) = JwtUserMapper.Map(settings, resolved);
        if (user is null) return AuthenticationResult.Failure(refusal);
        Remember(token, user, parsed, now);
        return AuthenticationResult.Success(user);
    }

    private static string Issuer(JsonWebToken token) => token.Payload.GetString("iss") switch
    {
        // Google's tokens of old.
        "accounts.google.com" => "https://accounts.google.com",
        var issuer => issuer ?? "",
    };

    private void Remember(string token, UserInfo user, JsonWebToken parsed, DateTimeOffset now)
    {
        if (known.Count >= MaxRemembered) known.Clear();
        var end = JwtChecks.Time(parsed.Payload, "exp") ?? now;
        var until = now + _memory;
        known[token] = (user, end < until ? end : until);
    }

    private async Task DiscoverAsync(CancellationToken stopping)
    {
        // The client of the constructor does not wait for the network.
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            var fault = await keys.DiscoverAsync(stopping);
            if (fault.Length == 0) return;
            LogNotFound(settings.Url, fault);
            await Task.Delay(_retry, time, stopping);
        }

        stopping.ThrowIfCancellationRequested();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The issuer of tokens {Issuer} cannot be found yet: {Problem}")]
    private partial void LogNotFound(string issuer, string problem);
}
