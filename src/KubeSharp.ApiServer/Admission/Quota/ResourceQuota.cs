using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Refuses what would go over a quota of the namespace, and books what does not (https://kubernetes.io/docs/concepts/policy/resource-quotas/).</summary>
/// <remarks>Asked last: what others refuse is never booked. What a deletion frees is the controller's to see.</remarks>
internal sealed class ResourceQuota(IObjectLister objects, QuotaLedger ledger) : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "ResourceQuota";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var (group, resource) = (attributes.Resource.Group, attributes.Resource.Resource);
        if (attributes.Namespace.Length == 0 || attributes.Subresource.Length > 0 || attributes.Object is not { } document || IsNeverStored(group))
            return null;
        var quotas = objects.List("", "resourcequotas", attributes.Namespace);
        if (quotas.Count == 0)
            return null;
        var now = QuotaUsage.Of(group, resource, document);
        var before = attributes.OldObject is { } old ? QuotaUsage.Of(group, resource, old) : null;
        List<(string Name, SortedDictionary<string, Quantity> Added)> charges = [];
        foreach (var quota in quotas)
        {
            if (!QuotaScopes.Match(quota, resource, document))
                continue;
            if (before is null && group.Length == 0 && resource == "pods" && QuotaDecision.WhyIncomplete(quota, document) is { } incomplete)
                return attributes.Forbid(incomplete);
            var added = QuotaDecision.Added(quota, now, before);
            if (added.Values.All(amount => amount.Sign <= 0))
                continue;
            if (QuotaDecision.WhyExceeded(quota, added) is { } exceeded)
                return attributes.Forbid(exceeded);
            charges.Add((quota.FindString("metadata", "name") ?? "", added));
        }

        if (attributes.DryRun)
            return null;
        foreach (var (name, added) in charges)
        {
            // Decided again on the quota as it is at this moment: the cache may trail.
            var refusal = await ledger.UpdateAsync(
                attributes.Namespace,
                name,
                quota => QuotaDecision.WhyExceeded(quota, added) is { } exceeded ? attributes.Forbid(exceeded) : QuotaDecision.Charge(quota, added),
                cancellationToken);
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private static bool IsNeverStored(string group) => group is "authorization.k8s.io" or "authentication.k8s.io";
}
