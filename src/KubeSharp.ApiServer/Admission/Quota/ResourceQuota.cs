using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;
using Amounts = System.Collections.Generic.SortedDictionary<string, KubeSharp.ApiMachinery.Values.Quantity>;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Refuses what would go over a quota of the namespace, and books what does not (https://kubernetes.io/docs/concepts/policy/resource-quotas/).</summary>
/// <remarks>Asked last: what others refuse is never booked. What a deletion frees is the controller's to see.</remarks>
internal sealed class ResourceQuota(IObjectLister objects, QuotaLedger ledger, IReadOnlyList<LimitedResource>? limitedResources = null) : IValidatingAdmission
{
    private readonly IReadOnlyList<LimitedResource> limited = limitedResources ?? [];

    /// <inheritdoc/>
    public string Name => "ResourceQuota";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (attributes.Namespace.Length == 0 || attributes.Object is not { } document || !Counts(attributes)) return null;
        var quotas = objects.List("", "resourcequotas", attributes.Namespace);
        if (quotas.Count == 0 && limited.Count == 0) return null;
        var (charges, refusal) = Decide(attributes, document, quotas);
        if (refusal is not null || attributes.DryRun) return refusal;
        for (var i = 0; i < charges.Count; i++)
        {
            // Decided again on the quota as it is at this moment: the cache may trail.
            var (name, added) = charges[i];
            refusal = await ledger.UpdateAsync(
                attributes.Namespace,
                name,
                quota => QuotaDecision.WhyExceeded(quota, added) is { } exceeded ? attributes.Forbid(exceeded) : QuotaDecision.Charge(quota, added),
                cancellationToken);
            if (refusal is null) continue;
            await GiveBackAsync(attributes.Namespace, charges.Take(i), cancellationToken);
            return refusal;
        }

        return null;
    }

    // Quotas that have been charged for what another one refuses.
    private async ValueTask GiveBackAsync(string @namespace, IEnumerable<(string Name, Amounts Added)> charged, CancellationToken cancellationToken)
    {
        foreach (var (name, added) in charged)
            await ledger.UpdateAsync(@namespace, name, quota => QuotaDecision.Charge(quota, added, giveBack: true), cancellationToken);
    }

    private (List<(string Name, Amounts Added)> Charges, StatusError? Refusal) Decide(
        AdmissionAttributes attributes, JsonObject document, IReadOnlyList<JsonObject> quotas)
    {
        var (group, resource) = (attributes.Resource.Group, attributes.Resource.Resource);
        var now = QuotaUsage.Of(group, resource, document);
        var before = attributes.OldObject is { } old ? QuotaUsage.Of(group, resource, old) : null;
        List<(string Name, Amounts Added)> charges = [];
        List<JsonObject> interested = [];
        foreach (var quota in quotas)
        {
            if (!QuotaScopes.Match(quota, resource, document)) continue;
            if (group.Length == 0 && resource == "pods" && QuotaDecision.WhyIncomplete(quota, document) is { } incomplete) return ([], attributes.Forbid(incomplete));
            if (!QuotaDecision.Limited(quota).Any(now.ContainsKey)) continue;
            if (QuotaDecision.WhyUnknown(quota, now) is { } unknown) return ([], attributes.Forbid(unknown));
            interested.Add(quota);
        }

        if (now.All(use => (use.Value - (before?.GetValueOrDefault(use.Key) ?? default)).Sign <= 0)) return (charges, null);
        if (QuotaCover.WhyUncovered(limited, group, resource, document, now, interested) is { } uncovered) return ([], attributes.Forbid(uncovered));
        foreach (var quota in interested)
        {
            var added = QuotaDecision.Added(quota, now, before);
            if (added.Count == 0) continue;
            if (QuotaDecision.WhyExceeded(quota, added) is { } exceeded) return ([], attributes.Forbid(exceeded));
            charges.Add((quota.FindString("metadata", "name") ?? "", added));
        }

        return (charges, null);
    }

    // What changes after its creation counts again when it does: claims grow, services change their type, pods are resized.
    private static bool Counts(AdmissionAttributes attributes)
    {
        var (group, resource) = (attributes.Resource.Group, attributes.Resource.Resource);
        if (group is "authorization.k8s.io" or "authentication.k8s.io") return false;
        var update = attributes.Operation == AdmissionOperation.Update;
        if (attributes.Subresource.Length > 0) return update && group.Length == 0 && resource == "pods" && attributes.Subresource == "resize";
        return !update || (group.Length == 0 && resource is "services" or "persistentvolumeclaims");
    }
}
