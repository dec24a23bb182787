using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Expressions;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Cel.Admission;

namespace KubeSharp.ApiServer.Admission.Webhooks;

/// <summary>One webhook of a configuration, ready to be asked. Immutable.</summary>
internal sealed class AdmissionWebhook
{
    private const int DefaultTimeoutSeconds = 10;
    private readonly Lazy<MatchConditions?> conditions;
    private readonly Lazy<WebhookEndpoint> endpoint;

    /// <summary>Reads a webhook.</summary>
    /// <param name="configuration">The name of its configuration.</param>
    /// <param name="webhook">The webhook, as it was accepted.</param>
    /// <param name="ordinal">Which one of that name it is in its configuration, from 0.</param>
    /// <param name="credentials">Who the server is to a host.</param>
    public AdmissionWebhook(string configuration, JsonObject webhook, int ordinal, Func<string, WebhookCredentials>? credentials)
    {
        Configuration = configuration;
        Name = webhook.GetString("name") ?? "";
        Id = $"{configuration}/{Name}/{ordinal}";
        IgnoresFailure = webhook.GetString("failurePolicy") == "Ignore";
        SideEffects = webhook.GetString("sideEffects") ?? "Unknown";
        MayBeAskedAgain = webhook.GetString("reinvocationPolicy") == "IfNeeded";
        Timeout = TimeSpan.FromSeconds(webhook.GetInt64("timeoutSeconds") ?? DefaultTimeoutSeconds);
        ReviewVersions = [.. (webhook.GetArray("admissionReviewVersions") ?? []).OfType<JsonString>().Select(text => text.Value)];
        Criteria = MatchCriteria.OfWebhook(webhook);
        conditions = new(() => MatchConditions.Compile(webhook.GetArray("matchConditions"), AdmissionTypes.Basic, IgnoresFailure));
        endpoint = new(() => WebhookEndpoint.FromClientConfig(webhook.GetObject("clientConfig") ?? [], credentials));
    }

    /// <summary>The name of the configuration that it is part of.</summary>
    public string Configuration { get; }

    /// <summary>Its own name.</summary>
    public string Name { get; }

    /// <summary>Tells it from every other.</summary>
    public string Id { get; }

    /// <summary>Whether the request goes on when it cannot be asked.</summary>
    public bool IgnoresFailure { get; }

    /// <summary>None, NoneOnDryRun, Some or Unknown.</summary>
    public string SideEffects { get; }

    /// <summary>Whether it may be asked twice about one object.</summary>
    public bool MayBeAskedAgain { get; }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The versions of AdmissionReview that it understands, best first.</summary>
    public IReadOnlyList<string> ReviewVersions { get; }

    /// <summary>Which requests it is asked about.</summary>
    public MatchCriteria Criteria { get; }

    /// <summary>The expressions that must hold besides; null for none.</summary>
    public MatchConditions? Conditions => conditions.Value;

    /// <summary>Where it is.</summary>
    public WebhookEndpoint Endpoint => endpoint.Value;
}
