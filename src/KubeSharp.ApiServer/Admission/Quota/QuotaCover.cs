using KubeSharp.ApiMachinery.Json;
using Amounts = System.Collections.Generic.SortedDictionary<string, KubeSharp.ApiMachinery.Values.Quantity>;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Whether what may be used only under a quota is under one. Pure.</summary>
internal static class QuotaCover
{
    /// <summary>What no quota covers, in words, or null.</summary>
    /// <param name="limited">What needs to be covered.</param>
    /// <param name="group">The group of the object.</param>
    /// <param name="resource">Its resource.</param>
    /// <param name="document">The object.</param>
    /// <param name="use">What it uses.</param>
    /// <param name="quotas">The quotas that count it.</param>
    public static string? WhyUncovered(
        IReadOnlyList<LimitedResource> limited, string group, string resource, JsonObject document, Amounts use, IReadOnlyList<JsonObject> quotas)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        List<QuotaScope> scopes = [];
        foreach (var rule in limited)
        {
            if (!rule.IsFor(group, resource)) continue;
            names.UnionWith(use.Where(amount => amount.Value.Sign > 0 && rule.Limits(amount.Key)).Select(amount => amount.Key));
            scopes.AddRange(rule.Scopes.Where(scope => QuotaScopes.Match(scope, resource, document)));
        }

        foreach (var quota in quotas)
        {
            names.ExceptWith(QuotaDecision.Limited(quota));
            var covered = QuotaScope.Of(quota).Where(scope => QuotaScopes.Match(scope, resource, document)).Select(scope => scope.Name).ToList();
            scopes.RemoveAll(scope => covered.Contains(scope.Name));
        }

        if (names.Count > 0) return $"insufficient quota to consume: {string.Join(',', names)}";
        return scopes.Count > 0 ? $"insufficient quota to match these scopes: [{string.Join(' ', scopes)}]" : null;
    }
}
