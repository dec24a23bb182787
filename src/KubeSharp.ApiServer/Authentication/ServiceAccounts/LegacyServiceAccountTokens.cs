using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>
/// Tokens without end that lie in secrets of type <c>kubernetes.io/service-account-token</c>
/// (https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets). They count while their secret holds them.
/// </summary>
internal sealed class LegacyServiceAccountTokens(
    TokenKeySet keys, IObjectLister? objects, IReadOnlyList<string> serverAudiences) : ITokenAuthenticator
{
    /// <summary>The issuer of such tokens.</summary>
    public const string Issuer = "kubernetes/serviceaccount";

    private const string Claim = "kubernetes.io/serviceaccount/";
    private readonly VerifiedTokens<Verified> _verified = new();

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var verified = _verified.Find(token);
        if (verified is null)
        {
            if (JsonWebToken.TryParse(token) is not { } parsed || parsed.Payload.GetString("iss") != Issuer)
                return AuthenticationResult.NotAttempted;
            if (Read(parsed.Payload) is not { } read)
                return AuthenticationResult.Failure("the token lacks the claims of a service account");
            if (!keys.Verify(parsed))
                return AuthenticationResult.Failure("failed to validate the token: no key of this server signed it");
            verified = _verified.Add(token, read);
        }

        // Such tokens name no audience: they are for the API server.
        var shared = TokenAudiences.Shared(serverAudiences, audiences);
        if (shared.Count == 0)
            return AuthenticationResult.NotAttempted;
        if (objects is not null && await WhyGoneAsync(verified, token, cancellationToken).ConfigureAwait(false) is { } gone)
            return AuthenticationResult.Failure(gone);
        return AuthenticationResult.Success(verified.User) with { Audiences = shared };
    }

    private static Verified? Read(JsonObject payload)
    {
        var @namespace = payload.GetString(Claim + "namespace");
        var secret = payload.GetString(Claim + "secret.name");
        var name = payload.GetString(Claim + "service-account.name");
        var uid = payload.GetString(Claim + "service-account.uid");
        if (string.IsNullOrEmpty(@namespace) || string.IsNullOrEmpty(secret) || string.IsNullOrEmpty(name) || string.IsNullOrEmpty(uid))
            return null;
        return new Verified(@namespace, secret, name, new UserInfo
        {
            Name = ServiceAccountNames.User(@namespace, name),
            Uid = uid,
            Groups = [.. ServiceAccountNames.Groups(@namespace), UserInfo.AuthenticatedGroup],
        });
    }

    private async ValueTask<string?> WhyGoneAsync(Verified verified, string token, CancellationToken cancellationToken)
    {
        var secret = await objects!.GetLatestAsync("", "secrets", verified.Namespace, verified.Secret, cancellationToken).ConfigureAwait(false);
        if (secret is null || secret.FindString("metadata", "deletionTimestamp") is not null)
            return "Token has been invalidated";
        var stored = Encoding.UTF8.GetBytes(secret.FindString("data", "token") ?? "");
        if (!CryptographicOperations.FixedTimeEquals(stored, Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(token)))))
            return "Token does not match server's copy";
        if (secret.FindString("metadata", "labels", "kubernetes.io/legacy-token-invalid-since") is { Length: > 0 })
            return "the token in the secret has been marked invalid";
        var account = await objects.GetLatestAsync("", "serviceaccounts", verified.Namespace, verified.Name, cancellationToken).ConfigureAwait(false);
        if (account is null || account.FindString("metadata", "deletionTimestamp") is not null)
            return $"serviceaccounts \"{verified.Name}\" not found";
        return account.FindString("metadata", "uid") == verified.User.Uid ? null : "ServiceAccount UID does not match claim";
    }

    private sealed record Verified(string Namespace, string Secret, string Name, UserInfo User);
}
