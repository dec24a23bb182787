using System.Security.Cryptography;
using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Authentication.Tokens;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Authentication.Webhook;

/// <summary>
/// Asks a service outside whose token it is, with a TokenReview
/// (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication).
/// </summary>
internal sealed partial class WebhookTokens(
    WebhookCaller caller, WebhookEndpoint endpoint, WebhookTokenOptions options, IReadOnlyList<string> serverAudiences, TimeProvider time, ILogger logger)
    : ITokenAuthenticator
{
    private readonly ExpiringCache<AuthenticationResult> cache = new(4096, time);

    /// <inheritdoc/>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(string token, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var key = Key(token, audiences);
        if (cache.TryGet(key, out var known)) return known;
        var answer = await WebhookRetry.PostAsync(caller, endpoint, Review(token, audiences), time, cancellationToken);
        if (!answer.IsOk)
        {
            // Not remembered: the service may be back the next moment.
            LogUnreachable(answer.Failure);
            return AuthenticationResult.Failure(answer.Failure);
        }

        var result = Read(answer.Document, audiences);
        cache.Set(key, result, options.CacheTtl);
        return result;
    }

    // By hash: what lies in memory for minutes should not be tokens.
    private static string Key(string token, IReadOnlyList<string> audiences) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{string.Join('\n', audiences)}\n\n{token}")));

    private byte[] Review(string token, IReadOnlyList<string> audiences)
    {
        var spec = new JsonObject { { "token", token } };
        if (audiences.Count > 0) spec.Add("audiences", JsonArray.OfStrings(audiences));
        return new JsonObject
        {
            { "kind", "TokenReview" },
            { "apiVersion", $"authentication.k8s.io/{options.Version}" },
            { "metadata", new JsonObject() },
            { "spec", spec },
            { "status", new JsonObject { { "user", new JsonObject() } } },
        }.ToUtf8Bytes();
    }

    private AuthenticationResult Read(JsonObject review, IReadOnlyList<string> audiences)
    {
        var status = review.GetObject("status") ?? [];
        if (status.GetBool("authenticated") != true)
            return status.GetString("error") is { Length: > 0 } error ? AuthenticationResult.Failure(error) : AuthenticationResult.NotAttempted;
        // A service that says nothing of audiences knows none: its tokens are for this server.
        IReadOnlyList<string> named = status.GetArray("audiences") is { Count: > 0 } list ? Strings(list) : serverAudiences;
        var shared = TokenAudiences.Shared(audiences, named);
        if (shared.Count == 0) return AuthenticationResult.NotAttempted;
        return AuthenticationResult.Success(User(status.GetObject("user") ?? [])) with { Audiences = shared };
    }

    private static UserInfo User(JsonObject user)
    {
        Dictionary<string, IReadOnlyList<string>> extra = new(StringComparer.Ordinal);
        foreach (var (key, values) in user.GetObject("extra") ?? []) extra[key] = Strings(values as JsonArray);
        return new UserInfo
        {
            Name = user.GetString("username") ?? "",
            Uid = user.GetString("uid") ?? "",
            Groups = Strings(user.GetArray("groups")),
            Extra = extra,
        };
    }

    private static string[] Strings(JsonArray? values) => values is null ? [] : [.. values.OfType<JsonString>().Select(text => text.Value)];

    [LoggerMessage(Level = LogLevel.Error, Message = "The webhook that knows tokens cannot be asked: {Problem}")]
    private partial void LogUnreachable(string problem);
}
