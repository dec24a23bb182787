using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Admission.Shared;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Which webhooks are asked about a request, and the asking; the same for mutating and validating ones.</summary>
internal sealed partial class WebhookAsking(AdmissionServices services, bool mutating)
{
    private readonly ILogger logger = services.Loggers.CreateLogger<WebhookAsking>();

    /// <summary>Whether a webhook is about a request.</summary>
    public MatchOutcome Match(AdmissionWebhook webhook, AdmissionAttributes attributes, RequestFacts facts, ExpressionAuthorizer authorizer, CancellationToken cancelled)
    {
        var outcome = webhook.Criteria.Match(attributes, facts);
        if (outcome.Match is not { } match || webhook.Conditions is not { } conditions) return outcome;
        var result = conditions.Evaluate(
            new ExpressionInput(attributes, match, View(attributes, attributes.Object, match), View(attributes, attributes.OldObject, match), authorizer), cancelled);
        if (result.Error is { } error) return new MatchOutcome(null, attributes.Forbid(error));
        return result.Matches ? outcome : MatchOutcome.None;
    }

    /// <summary>Asks a webhook. Warnings and annotations of the answer are the caller's to pass on.</summary>
    public async ValueTask<WebhookOutcome> AskAsync(AdmissionWebhook webhook, AdmissionAttributes attributes, AdmissionMatch match, CancellationToken cancellationToken)
    {
        if (attributes.DryRun && webhook.SideEffects is not ("None" or "NoneOnDryRun"))
            return WebhookOutcome.Refused(StatusError.BadRequest($"admission webhook \"{webhook.Name}\" does not support dry run"));
        if (AdmissionReviews.Version(webhook.ReviewVersions) is not { } version)
            return WebhookOutcome.Failed("could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)");
        var uid = Guid.NewGuid().ToString();
        var question = AdmissionReviews.Question(
            version, uid, attributes, match, View(attributes, attributes.Object, match), View(attributes, attributes.OldObject, match));
        ApiServer.Webhooks.WebhookAnswer answer;
        try
        {
            answer = await services.Webhooks.PostAsync(webhook.Endpoint, question.ToUtf8Bytes(), webhook.Timeout, tellTimeout: true, cancellationToken);
        }
        catch (Exception e) when (e is UriFormatException or FormatException or ArgumentException)
        {
            return WebhookOutcome.Failed($"could not get REST client: {e.Message}");
        }

        if (!answer.IsOk) return WebhookOutcome.Failed($"failed to call webhook: {answer.Failure}");
        return AdmissionReviews.Read(answer.Document, version, uid, mutating, out var fault) is { } read
            ? WebhookOutcome.Answered(read)
            : WebhookOutcome.Failed($"received invalid webhook response: {fault}");
    }

    /// <summary>Passes on what a webhook wants told.</summary>
    public static void Tell(AdmissionWebhook webhook, AdmissionAttributes attributes, ReviewAnswer answer)
    {
        foreach (var (key, value) in answer.AuditAnnotations) attributes.AddAnnotation($"{webhook.Name}/{key}", value);
        foreach (var warning in answer.Warnings) attributes.AddWarning(warning);
    }

    /// <summary>The refusal after a webhook that could not be asked; null if it may be left out.</summary>
    public StatusError? AfterFailure(AdmissionWebhook webhook, string why)
    {
        if (!webhook.IgnoresFailure) return ApiServer.Webhooks.WebhookAnswer.Refusal(webhook.Name, why);
        LogFailedOpen(webhook.Name, why);
        return null;
    }

    private JsonObject? View(AdmissionAttributes attributes, JsonObject? document, AdmissionMatch match) => services.Versions.View(attributes, document, match.Kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed calling webhook {Webhook}, failing open: {Why}")]
    private partial void LogFailedOpen(string webhook, string why);
}
