using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Admissionregistration.Webhooks;

/// <summary>What admission webhooks and policies mean where they say nothing.</summary>
internal static class WebhookDefaults
{
    public static void Mutating(JsonObject configuration) => Apply(configuration, mutating: true);

    public static void Validating(JsonObject configuration) => Apply(configuration, mutating: false);

    /// <summary>Policies: fail closed, match what is equivalent, look at everything.</summary>
    public static void Policy(JsonObject policy)
    {
        var spec = policy.GetOrAddObject("spec");
        spec.SetDefault("failurePolicy", "Fail");
        if (spec.GetObject("matchConstraints") is { } match) Match(match);
    }

    /// <summary>Bindings of policies.</summary>
    public static void PolicyBinding(JsonObject binding)
    {
        if (binding.FindObject("spec", "matchResources") is { } match) Match(match);
    }

    private static void Match(JsonObject match)
    {
        match.SetDefault("matchPolicy", "Equivalent");
        match.SetDefault("namespaceSelector", new JsonObject());
        match.SetDefault("objectSelector", new JsonObject());
        Scopes(match.GetArray("resourceRules"));
        Scopes(match.GetArray("excludeResourceRules"));
    }

    private static void Apply(JsonObject configuration, bool mutating)
    {
        foreach (var item in configuration.GetArray("webhooks") ?? [])
        {
            if (item is not JsonObject webhook) continue;
            webhook.SetDefault("failurePolicy", "Fail");
            webhook.SetDefault("matchPolicy", "Equivalent");
            webhook.SetDefault("namespaceSelector", new JsonObject());
            webhook.SetDefault("objectSelector", new JsonObject());
            webhook.SetDefault("timeoutSeconds", 10);
            if (mutating) webhook.SetDefault("reinvocationPolicy", "Never");
            webhook.FindObject("clientConfig", "service")?.SetDefault("port", 443);
            Scopes(webhook.GetArray("rules"));
        }
    }

    private static void Scopes(JsonArray? rules)
    {
        foreach (var item in rules ?? [])
        {
            if (item is JsonObject rule) rule.SetDefault("scope", "*");
        }
    }
}
