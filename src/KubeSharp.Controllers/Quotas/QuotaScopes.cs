using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Which pods a quota with scopes is about.</summary>
internal static class QuotaScopes
{
    public static bool Matches(ResourceQuota quota, Pod pod)
    {
        foreach (string scope in quota.Spec.Scopes ?? [])
            if (!Matches(scope, "Exists", null, pod)) return false;
        foreach (ScopedResourceSelectorRequirement requirement in quota.Spec.ScopeSelector?.MatchExpressions ?? [])
            if (!Matches(requirement.ScopeName, requirement.Operator, requirement.Values, pod)) return false;
        return true;
    }

    private static bool Matches(string scope, string op, List<string>? values, Pod pod)
    {
        bool terminating = pod.Spec.ActiveDeadlineSeconds is >= 0;
        return scope switch
        {
            "Terminating" => terminating,
            "NotTerminating" => !terminating,
            "BestEffort" => PodResources.IsBestEffort(pod),
            "NotBestEffort" => !PodResources.IsBestEffort(pod),
            "PriorityClass" => Priority(op, values, pod.Spec.PriorityClassName ?? ""),
            "CrossNamespacePodAffinity" => CrossesNamespaces(pod),
            _ => false,
        };
    }

    private static bool Priority(string op, List<string>? values, string name) => op switch
    {
        "In" => values?.Contains(name) == true,
        "NotIn" => values?.Contains(name) != true,
        "DoesNotExist" => name.Length == 0,
        _ => name.Length > 0,
    };

    private static bool CrossesNamespaces(Pod pod)
    {
        if (pod.Spec.Affinity is not { } affinity) return false;
        var terms = new List<PodAffinityTerm>();
        terms.AddRange(affinity.PodAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? []);
        terms.AddRange(affinity.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? []);
        foreach (WeightedPodAffinityTerm weighted in affinity.PodAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? []) terms.Add(weighted.PodAffinityTerm);
        foreach (WeightedPodAffinityTerm weighted in affinity.PodAntiAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? []) terms.Add(weighted.PodAffinityTerm);
        return terms.Exists(static t => t.Namespaces is { Count: > 0 } || t.NamespaceSelector is not null);
    }
}
