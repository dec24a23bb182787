using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Asks the validating webhooks about a request, all at once; any of them can refuse it.</summary>
/// <remarks>
/// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/. Of several refusals the caller gets that of the first
/// webhook in the order of configurations, not of the fastest.
/// </remarks>
internal sealed class ValidatingAdmissionWebhook(AdmissionServices services, Func<string, WebhookCredentials>? credentials) : IValidatingAdmission, IWaitsForObjects
{
    private readonly WebhookConfigurations configurations = new(services.Objects, "validatingwebhookconfigurations", credentials);
    private readonly WebhookAsking asking = new(services, mutating: false);

    /// <inheritdoc/>
    public string Name => "ValidatingAdmissionWebhook";

    /// <inheritdoc/>
    public Task Synced => configurations.Synced;

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => true;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var webhooks = configurations.All;
        return webhooks.Length == 0 || Exemptions.IsConfiguration(attributes) ? default : AskAllAsync(webhooks, attributes, cancellationToken);
    }

    private async ValueTask<StatusError?> AskAllAsync(AdmissionWebhook[] webhooks, AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        List<(AdmissionWebhook Webhook, Task<WebhookOutcome> Outcome)> asked = [];
        var facts = new RequestFacts(attributes, services.Objects, services.Registry);
        var authorizer = new ExpressionAuthorizer(services.Authorizer, attributes.User, cancellationToken);
        List<(AdmissionWebhook Webhook, AdmissionMatch Match)> relevant = [];
        foreach (var webhook in webhooks)
        {
            var outcome = asking.Match(webhook, attributes, facts, authorizer, cancellationToken);
            if (outcome.Error is not null) return outcome.Error;
            if (outcome.Match is { } match) relevant.Add((webhook, match));
        }

        foreach (var (webhook, match) in relevant) asked.Add((webhook, asking.AskAsync(webhook, attributes, match, cancellationToken).AsTask()));
        StatusError? refusal = null;
        foreach (var (webhook, pending) in asked)
        {
            var outcome = await pending;
            if (outcome.Answer is { } answer) WebhookAsking.Tell(webhook, attributes, answer);
            refusal ??= outcome switch
            {
                { Refusal: { } refused } => refused,
                { Failure: { } why } => asking.AfterFailure(webhook, why),
                { Answer.Allowed: false } => WebhookDenial.Of(webhook.Name, outcome.Answer!.Status),
                _ => null,
            };
            if (outcome.Failure is not null && webhook.IgnoresFailure)
                attributes.AddAnnotation($"failed-open.validating.webhook.admission.k8s.io/round_0_index_{Array.IndexOf(webhooks, webhook)}", webhook.Name);
        }

        return refusal;
    }
}
