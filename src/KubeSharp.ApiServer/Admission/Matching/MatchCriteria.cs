using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Selectors;

namespace KubeSharp.ApiServer.Admission.Matching;

/// <summary>What a webhook, a policy or a binding says about the requests that it is about.</summary>
internal sealed class MatchCriteria
{
    private readonly LabelQuery? namespaces;
    private readonly LabelQuery? objects;
    private readonly string? fault;
    private readonly AdmissionRule[] rules;
    private readonly AdmissionRule[] exceptions;
    private readonly bool equivalent;
    private readonly bool everythingWithoutRules;

    private MatchCriteria(JsonObject source, AdmissionRule[] rules, AdmissionRule[] exceptions, bool everythingWithoutRules)
    {
        this.rules = rules;
        this.exceptions = exceptions;
        this.everythingWithoutRules = everythingWithoutRules;
        equivalent = source.GetString("matchPolicy") != "Exact";
        fault = null;
        if (!LabelQuery.TryFrom(source.GetObject("namespaceSelector") ?? [], out namespaces, out var error)) fault = error;
        if (!LabelQuery.TryFrom(source.GetObject("objectSelector") ?? [], out objects, out error)) fault ??= error;
    }

    /// <summary>Those of a webhook.</summary>
    public static MatchCriteria OfWebhook(JsonObject webhook) => new(webhook, AdmissionRule.All(webhook.GetArray("rules")), [], everythingWithoutRules: false);

    /// <summary>Those in <c>matchConstraints</c> of a policy or <c>matchResources</c> of a binding.</summary>
    public static MatchCriteria OfPolicy(JsonObject match) => new(
        match, AdmissionRule.All(match.GetArray("resourceRules")), AdmissionRule.All(match.GetArray("excludeResourceRules")), everythingWithoutRules: true);

    /// <summary>Whether they hold for a request.</summary>
    public MatchOutcome Match(AdmissionAttributes attributes, RequestFacts facts)
    {
        var outside = InNamespace(attributes, facts, out var problem) is false;
        if (outside && problem is null) return MatchOutcome.None;
        if (objects is { IsEverything: false } && !Labelled(attributes.Object) && !Labelled(attributes.OldObject)) return MatchOutcome.None;
        if (Find(exceptions, attributes, facts, out _) is not null) return MatchOutcome.None;
        StatusError? error = null;
        AdmissionMatch? match = rules.Length == 0 && everythingWithoutRules
            ? new AdmissionMatch(attributes.Resource, attributes.RequestKind)
            : Find(rules, attributes, facts, out error);
        if (error is not null) return new MatchOutcome(null, error);
        if (match is null) return MatchOutcome.None;

        // What is wrong with selectors is nobody's concern whom the rules leave alone.
        if (fault is not null) return new MatchOutcome(null, StatusError.InternalError(fault));
        return problem is not null ? new MatchOutcome(null, problem) : new MatchOutcome(match);
    }

    private AdmissionMatch? Find(AdmissionRule[] candidates, AdmissionAttributes attributes, RequestFacts facts, out StatusError? error)
    {
        error = null;
        foreach (var rule in candidates)
        {
            if (rule.Matches(attributes, attributes.Resource) && rule.MatchesName(attributes.Name)) return new AdmissionMatch(attributes.Resource, attributes.RequestKind);
        }

        if (!equivalent || candidates.Length == 0) return null;
        foreach (var rule in candidates)
        {
            foreach (var other in facts.Equivalents)
            {
                if (!rule.Matches(attributes, other.Resource) || !rule.MatchesName(attributes.Name)) continue;
                if (!string.IsNullOrEmpty(other.Kind.Kind)) return other;
                error = StatusError.InternalError($"unable to convert to {other.Resource}: unknown kind");
                return null;
            }
        }

        return null;
    }

    private bool InNamespace(AdmissionAttributes attributes, RequestFacts facts, out StatusError? problem)
    {
        problem = null;

        // What lies in no namespace is never left out by a selector of namespaces; namespaces themselves are.
        if (attributes.Namespace.Length == 0 && !RequestFacts.IsNamespace(attributes)) return true;
        if (namespaces is null or { IsEverything: true }) return true;
        var labels = facts.NamespaceLabels(out problem);
        return problem is null && namespaces.Matches(labels);
    }

    private bool Labelled(JsonObject? document) => document is not null && objects!.Matches(document.FindObject("metadata", "labels"));
}
