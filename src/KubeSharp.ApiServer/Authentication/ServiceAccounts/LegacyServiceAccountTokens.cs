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
    TokenKeySet keys, IObjectLister? objects, IReadOnlyList<string> serverAudiences, Func<ILegacyTokenUse?>? use = null) : ITokenAuthenticator
{
    /// <summary>The issuer of such tokens.</summary>
    public const string Issuer = "kubernetes/serviceaccount";

    private const string Claim = "kubernetes.io/serviceaccount/";
    private const string InvalidSince = "kubernetes.io/legacy-token-invalid-since";
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
        var result = AuthenticationResult.Success(verified.User) with { Audiences = shared };
        return objects is null ? result : await LookUpAsync(verified, token, result, cancellationToken).ConfigureAwait(false);
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

    private async ValueTask<AuthenticationResult> LookUpAsync(Verified verified, string token, AuthenticationResult success, CancellationToken cancellationToken)
    {
        var secret = await objects!.GetLatestAsync("", "secrets", verified.Namespace, verified.Secret, cancellationToken).ConfigureAwait(false);
        if (secret is null || secret.FindString("metadata", "deletionTimestamp") is not null) return AuthenticationResult.Failure("Token has been invalidated");
        var stored = Encoding.UTF8.GetBytes(secret.FindString("data", "token") ?? "");
        if (!CryptographicOperations.FixedTimeEquals(stored, Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(token)))))
            return AuthenticationResult.Failure("Token does not match server's copy");
        var account = await objects.GetLatestAsync("", "serviceaccounts", verified.Namespace, verified.Name, cancellationToken).ConfigureAwait(false);
        if (account is null) return AuthenticationResult.Failure($"serviceaccounts \"{verified.Name}\" not found");
        if (account.FindString("metadata", "deletionTimestamp") is not null)
            return AuthenticationResult.Failure($"ServiceAccount {verified.Namespace}/{verified.Name} has been deleted");
        var uid = account.FindString("metadata", "uid") ?? "";
        if (uid != verified.User.Uid) return AuthenticationResult.Failure($"ServiceAccount UID ({uid}) does not match claim ({verified.User.Uid})");
        use?.Invoke()?.Note(verified.Namespace, verified.Secret);
        return secret.FindString("metadata", "labels", InvalidSince) is { Length: > 0 } ? Marked(verified) : Noted(verified, account, success);
    }

    private static AuthenticationResult Marked(Verified verified) => AuthenticationResult.Failure(
        $"the token in secret {verified.Namespace}/{verified.Secret} for service account {verified.Namespace}/{verified.Name} has been marked invalid. "
        + $"Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the '{InvalidSince}' label from the secret to temporarily allow use of this token")
        with
    {
        Annotations = [new("authentication.k8s.io/legacy-token-invalidated", $"{verified.Secret}/{verified.Namespace}")],
    };

    // Secrets that a ServiceAccount lists were made by the cluster of old, for every account; others somebody wanted.
    private static AuthenticationResult Noted(Verified verified, JsonObject account, AuthenticationResult success)
    {
        var generated = account.GetArray("secrets")?.OfType<JsonObject>().Any(reference => reference.GetString("name") == verified.Secret) == true;
        return success with
        {
            Annotations = [new($"authentication.k8s.io/legacy-token-{(generated ? "autogenerated" : "manual")}-secret", verified.Secret)],
            Warning = generated ? "Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens." : "",
        };
    }

    private sealed record Verified(string Namespace, string Secret, string Name, UserInfo User);
}
