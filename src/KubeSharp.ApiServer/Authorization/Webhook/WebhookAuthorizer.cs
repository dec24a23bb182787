using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Authorization.Webhook;

/// <summary>
/// Asks a service outside, with a SubjectAccessReview (https://kubernetes.io/docs/reference/access-authn-authz/webhook/). Answers are remembered for a while.
/// </summary>
internal sealed partial class WebhookAuthorizer(
    WebhookAuthorizerSettings settings, WebhookEndpoint endpoint, WebhookCaller caller, TimeProvider time, ILogger logger) : IAuthorizer
{
    // Whoever asks about names of that size wants to fill the memory.
    private const int MaxRememberedSize = 10_000;

    private readonly ExpiringCache<AuthorizationDecision> cache = new(8192, time);

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken)
    {
        var spec = AccessReviewQuestion.Spec(attributes);
        var (matches, error) = MatchCondition.All(settings.MatchConditions, spec);
        if (error.Length > 0) return new(Failure(error));
        if (!matches) return new(AuthorizationDecision.NoOpinion);
        var key = Encoding.UTF8.GetString(spec.ToUtf8Bytes());
        return cache.TryGet(key, out var known) ? new(known) : AskAsync(spec, key, Size(attributes), cancellationToken);
    }

    private async ValueTask<AuthorizationDecision> AskAsync(JsonObject spec, string key, int size, CancellationToken cancellationToken)
    {
        var review = new JsonObject
        {
            { "kind", "SubjectAccessReview" },
            { "apiVersion", $"authorization.k8s.io/{settings.Version}" },
            { "metadata", new JsonObject() },
            { "spec", settings.Version == "v1" ? spec : Beta(spec) },
            { "status", new JsonObject { { "allowed", false } } },
        };
        var answer = await WebhookRetry.PostAsync(caller, endpoint, review.ToUtf8Bytes(), time, cancellationToken, settings.Timeout);
        if (!answer.IsOk)
        {
            LogUnreachable(answer.Failure);
            return Failure(answer.Failure);
        }

        var status = answer.Document.GetObject("status") ?? [];
        var allowed = status.GetBool("allowed") == true;
        var decision = Read(status, allowed);
        if (size < MaxRememberedSize)
        {
            if (allowed && settings.CacheAuthorized) cache.Set(key, decision, settings.AuthorizedTtl);
            else if (!allowed && settings.CacheUnauthorized) cache.Set(key, decision, settings.UnauthorizedTtl);
        }

        return decision;
    }

    private static AuthorizationDecision Read(JsonObject status, bool allowed)
    {
        var (denied, reason) = (status.GetBool("denied") == true, status.GetString("reason") ?? "");
        return (denied, allowed) switch
        {
            (true, true) => new(AuthorizationOutcome.Deny, reason, "webhook subject access review returned both allow and deny response"),
            (true, false) => AuthorizationDecision.Deny(reason),
            (false, true) => AuthorizationDecision.Allow(reason),
            _ => new(AuthorizationOutcome.NoOpinion, reason),
        };
    }

    // The older version calls the groups by another name.
    private static JsonObject Beta(JsonObject spec)
    {
        var beta = spec.ShallowClone();
        if (beta.GetArray("groups") is not { } groups) return beta;
        beta.Remove("groups");
        beta.Add("group", groups);
        return beta;
    }

    private static int Size(in AuthorizationAttributes question) => (question.Namespace?.Length ?? 0) + question.Verb.Length + (question.ApiGroup?.Length ?? 0)
        + (question.ApiVersion?.Length ?? 0) + (question.Resource?.Length ?? 0) + (question.Subresource?.Length ?? 0) + (question.Name?.Length ?? 0)
        + (question.Path?.Length ?? 0);

    private AuthorizationDecision Failure(string error) =>
        new(settings.DenyOnFailure ? AuthorizationOutcome.Deny : AuthorizationOutcome.NoOpinion, "", error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The webhook that decides about requests cannot be asked: {Problem}")]
    private partial void LogUnreachable(string problem);
}
