using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Patching;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>Asks the mutating webhooks about a request, one after the other; each sees what those before it changed.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/</remarks>
internal sealed class MutatingAdmissionWebhook(AdmissionServices services, Func<string, WebhookCredentials>? credentials) : IMutatingAdmission, IWaitsForObjects
{
    private readonly WebhookConfigurations configurations = new(services.Objects, "mutatingwebhookconfigurations", credentials);
    private readonly WebhookAsking asking = new(services, mutating: true);

    /// <inheritdoc/>
    public string Name => "MutatingAdmissionWebhook";

    /// <inheritdoc/>
    public Task Synced => configurations.Synced;

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => true;

    /// <inheritdoc/>
    public ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var webhooks = configurations.All;
        return webhooks.Length == 0 || Exemptions.IsConfiguration(attributes) ? default : AskEachAsync(webhooks, attributes, cancellationToken);
    }

    private async ValueTask<StatusError?> AskEachAsync(AdmissionWebhook[] webhooks, AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var reinvocation = attributes.Reinvocation;
        var track = reinvocation.Track(Name, attributes.Object);
        var facts = new RequestFacts(attributes, services.Objects, services.Registry);
        var authorizer = new ExpressionAuthorizer(services.Authorizer, attributes.User, cancellationToken);
        for (var i = 0; i < webhooks.Length; i++)
        {
            var webhook = webhooks[i];
            var matched = asking.Match(webhook, attributes, facts, authorizer, cancellationToken);
            if (matched.Error is not null) return matched.Error;
            if (matched.Match is not { } match) continue;

            // The second round is for those that were asked in the first.
            if (reinvocation.IsSecondRound && !track.IsDue(webhook.Id)) continue;
            var outcome = await asking.AskAsync(webhook, attributes, match, cancellationToken);
            if (outcome.Refusal is not null) return outcome.Refusal;
            var place = string.Create(CultureInfo.InvariantCulture, $"round_{(reinvocation.IsSecondRound ? 1 : 0)}_index_{i}");
            var changed = false;
            if (outcome.Answer is { } answer)
            {
                WebhookAsking.Tell(webhook, attributes, answer);
                if (!answer.Allowed) return WebhookDenial.Of(webhook.Name, answer.Status);
                var failure = Patch(webhook, attributes, match, answer, out changed, out var fault);
                if (fault is not null) return fault;
                Annotate(webhook, attributes, place, changed, answer);
                if (failure is not null) outcome = WebhookOutcome.Failed(failure);
            }

            if (changed)
            {
                track.Changed();
                reinvocation.Want();
            }

            if (webhook.MayBeAskedAgain) track.Asked(webhook.Id);
            if (outcome.Failure is not { } why) continue;
            if (asking.AfterFailure(webhook, why) is { } refusal) return refusal;
            attributes.AddAnnotation($"failed-open.mutation.webhook.admission.k8s.io/{place}", webhook.Name);
        }

        track.Leave(attributes.Object);
        return null;
    }

    private string? Patch(AdmissionWebhook webhook, AdmissionAttributes attributes, AdmissionMatch match, ReviewAnswer answer, out bool changed, out StatusError? fault)
    {
        changed = false;
        fault = null;
        if (answer.Patch.Length == 0) return null;
        if (!TryRead(answer.Patch, out var patch, out var problem))
        {
            fault = StatusError.InternalError(problem!);
            return null;
        }

        if (patch!.Count == 0) return null;
        if (attributes.Object is not { } current)
        {
            fault = StatusError.InternalError($"admission webhook \"{webhook.Name}\" attempted to modify the object, which is not supported for this operation");
            return null;
        }

        if (answer.PatchType != "JSONPatch") return $"unsupported patch type \"{answer.PatchType}\"";
        var patched = patch.Apply(services.Versions.View(attributes, current, match.Kind)!, out problem);
        if (patched is null) fault = StatusError.InternalError(problem!);
        else if (patched is not JsonObject document) fault = StatusError.InternalError("the patched object is no object");
        else if (services.Versions.Replace(attributes, match, document, out changed) is { } undecodable) fault = StatusError.InternalError(undecodable);
        return null;
    }

    private static bool TryRead(byte[] bytes, out JsonPatch? patch, out string? problem)
    {
        patch = null;
        try
        {
            problem = JsonPatch.TryRead(JsonParser.Parse(bytes), out patch, out var error) ? null : error.Message;
        }
        catch (JsonSyntaxException e)
        {
            problem = e.Message;
        }

        return problem is null;
    }

    private static void Annotate(AdmissionWebhook webhook, AdmissionAttributes attributes, string place, bool changed, ReviewAnswer answer)
    {
        var mutation = new JsonObject { { "configuration", webhook.Configuration }, { "webhook", webhook.Name }, { "mutated", changed } };
        attributes.AddAnnotation($"mutation.webhook.admission.k8s.io/{place}", mutation.ToString());
        if (!changed) return;
        var patch = $"{{\"configuration\":{new JsonString(webhook.Configuration)},\"webhook\":{new JsonString(webhook.Name)},"
            + $"\"patch\":{AdmissionReviews.Text(answer.Patch)},\"patchType\":\"JSONPatch\"}}";
        attributes.AddAnnotation($"patch.webhook.admission.k8s.io/{place}", patch);
    }
}
