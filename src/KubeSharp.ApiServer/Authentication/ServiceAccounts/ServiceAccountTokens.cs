using KubeSharp.ApiServer.Authentication.Tokens;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>
/// Tokens of service accounts that the TokenRequest API issues
/// (https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens).
/// A token counts while its signature, times and audience do, and while everything that it is bound to exists.
/// </summary>
internal sealed class ServiceAccountTokens(
    TokenKeySet keys, IReadOnlyList<string> issuers, BoundObjectChecker? objects, TimeProvider time) : ITokenAuthenticator
{
    private static readonly TimeSpan _leeway = TimeSpan.FromMinutes(1);
    private readonly VerifiedTokens<Verified> _verified = new();

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var verified = _verified.Find(token);
        if (verified is null)
        {
            if (JsonWebToken.TryParse(token) is not { } parsed || !IsOurs(parsed))
                return AuthenticationResult.NotAttempted;
            if (ServiceAccountClaims.FromPayload(parsed.Payload) is not { } read)
                return AuthenticationResult.NotAttempted;
            if (!keys.Verify(parsed))
                return AuthenticationResult.Failure("failed to validate the token: no key of this server signed it");
            verified = _verified.Add(token, new Verified(read, UserOf(read)));
        }

        var claims = verified.Claims;
        var shared = TokenAudiences.Shared(claims.Audiences, audiences);
        if (shared.Count == 0)
        {
            return AuthenticationResult.Failure(
                $"token audiences {TokenAudiences.Quote(claims.Audiences)} is invalid for the target audiences {TokenAudiences.Quote(audiences)}");
        }

        var now = time.GetUtcNow();
        if (WhyNotNow(claims, now) is { } untimely)
            return AuthenticationResult.Failure(untimely);
        if (objects is not null && await objects.WhyGoneAsync(claims, now, cancellationToken).ConfigureAwait(false) is { } gone)
            return AuthenticationResult.Failure(gone);
        return Success(verified, shared, now);
    }

    /// <summary>The user that the claims describe. Pure.</summary>
    public static UserInfo UserOf(ServiceAccountClaims claims)
    {
        Dictionary<string, IReadOnlyList<string>> extra = new(StringComparer.Ordinal);
        if (claims.Id.Length > 0)
            extra[UserExtraKeys.CredentialId] = ["JTI=" + claims.Id];
        if (claims.Pod is { } pod)
        {
            extra[UserExtraKeys.PodName] = [pod.Name];
            extra[UserExtraKeys.PodUid] = [pod.Uid];
        }

        if (claims.Node is { } node)
        {
            extra[UserExtraKeys.NodeName] = [node.Name];
            if (node.Uid.Length > 0)
                extra[UserExtraKeys.NodeUid] = [node.Uid];
        }

        return new UserInfo
        {
            Name = ServiceAccountNames.User(claims.Namespace, claims.ServiceAccount.Name),
            Uid = claims.ServiceAccount.Uid,
            Groups = [.. ServiceAccountNames.Groups(claims.Namespace), UserInfo.AuthenticatedGroup],
            Extra = extra,
        };
    }

    private static string? WhyNotNow(ServiceAccountClaims claims, DateTimeOffset now)
    {
        // Clocks differ: a minute is forgiven either way.
        if (now + _leeway < Time(claims.NotBefore)) return "service account token is not valid yet";
        if (claims.Expires != 0 && now - _leeway > Time(claims.Expires)) return "service account token has expired";
        return claims.IssuedAt != 0 && now + _leeway < Time(claims.IssuedAt) ? "service account token is issued in the future" : null;
    }

    // Tokens that pretend to end sooner than they do: whoever still shows one should have renewed it.
    private static AuthenticationResult Success(Verified verified, IReadOnlyList<string> audiences, DateTimeOffset now)
    {
        var result = AuthenticationResult.Success(verified.User) with { Audiences = audiences };
        var late = verified.Claims.WarnAfter == 0 ? 0 : now.ToUnixTimeSeconds() - verified.Claims.WarnAfter;
        if (late <= 0) return result;
        var note = $"subject: {verified.Claims.Subject}, seconds after warning threshold: {late}";
        return result with { Annotations = [new("authentication.k8s.io/stale-token", note)] };
    }

    private static DateTimeOffset Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, Far));

    // The last second that DateTimeOffset can hold.
    private const long Far = 253402300799;

    private bool IsOurs(JsonWebToken token) => issuers.Contains(token.Payload.GetString("iss") ?? "");

    private sealed record Verified(ServiceAccountClaims Claims, UserInfo User);
}
