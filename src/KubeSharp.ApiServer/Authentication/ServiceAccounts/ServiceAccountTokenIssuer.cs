namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>Makes tokens of service accounts.</summary>
internal sealed class ServiceAccountTokenIssuer(TokenKey key, string issuer, TimeProvider time)
{
    /// <summary>The issuer that the tokens name.</summary>
    public string Issuer => issuer;

    /// <summary>Makes a token and says when it ends.</summary>
    /// <param name="grant">Whose token, for whom, how long.</param>
    public (string Token, DateTimeOffset Expires, string Id) Issue(TokenGrant grant)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new ServiceAccountClaims
        {
            Issuer = issuer,
            Subject = ServiceAccountNames.User(grant.Namespace, grant.ServiceAccount.Name),
            Audiences = grant.Audiences,
            Expires = now + (grant.WarnAfterSeconds > 0 ? grant.ExtendedSeconds : grant.ExpirationSeconds),
            NotBefore = now,
            IssuedAt = now,
            Id = Guid.NewGuid().ToString(),
            Namespace = grant.Namespace,
            ServiceAccount = grant.ServiceAccount,
            Pod = grant.Pod,
            Secret = grant.Secret,
            Node = grant.Node,
            WarnAfter = grant.WarnAfterSeconds > 0 ? now + grant.WarnAfterSeconds : 0,
        };
        return (JsonWebToken.Sign(key, claims.ToPayload()), DateTimeOffset.FromUnixTimeSeconds(now + grant.ExpirationSeconds), claims.Id);
    }

    /// <summary>The token that the controller puts into a secret: without end, for the API server only.</summary>
    public string IssueLegacy(string @namespace, string secret, BoundObject account)
    {
        var payload = new ApiMachinery.Json.JsonObject
        {
            { "iss", LegacyServiceAccountTokens.Issuer },
            { "kubernetes.io/serviceaccount/namespace", @namespace },
            { "kubernetes.io/serviceaccount/secret.name", secret },
            { "kubernetes.io/serviceaccount/service-account.name", account.Name },
            { "kubernetes.io/serviceaccount/service-account.uid", account.Uid },
            { "sub", ServiceAccountNames.User(@namespace, account.Name) },
        };
        return JsonWebToken.Sign(key, payload.ToUtf8Bytes());
    }
}
