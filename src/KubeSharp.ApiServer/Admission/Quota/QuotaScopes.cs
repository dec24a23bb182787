using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Whether objects meet the scopes of quotas (https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes). Pure.</summary>
internal static class QuotaScopes
{
    /// <summary>True if the object is in every scope of the quota. Pods have scopes, and claims that of their attributes' class.</summary>
    public static bool Match(JsonObject quota, string resource, JsonObject document)
    {
        var scopes = QuotaScope.Of(quota);
        return scopes.Count == 0 || scopes.All(scope => Match(scope, resource, document));
    }

    /// <summary>True if the object is in a scope.</summary>
    public static bool Match(QuotaScope scope, string resource, JsonObject document) => resource switch
    {
        "pods" => document.GetObject("spec") is { } spec && MatchPod(scope, spec),
        "persistentvolumeclaims" => scope.Name == "VolumeAttributesClass" && AttributesClasses(document) is var classes
            && (classes.Count == 0 ? MatchName(scope, "") : classes.Any(name => MatchName(scope, name))),
        _ => false,
    };

    private static bool MatchPod(QuotaScope scope, JsonObject spec) => scope.Name switch
    {
        "Terminating" => spec.GetInt64("activeDeadlineSeconds") is >= 0,
        "NotTerminating" => spec.GetInt64("activeDeadlineSeconds") is not >= 0,
        "BestEffort" => IsBestEffort(spec),
        "NotBestEffort" => !IsBestEffort(spec),
        "CrossNamespacePodAffinity" => HasCrossNamespaceAffinity(spec),
        "PriorityClass" => MatchName(scope, spec.GetString("priorityClassName") ?? ""),
        _ => false,
    };

    private static bool MatchName(QuotaScope scope, string name) => scope.Operator switch
    {
        "In" => scope.Values.Contains(name),
        "NotIn" => !scope.Values.Contains(name),
        "DoesNotExist" => name.Length == 0,
        _ => name.Length > 0,
    };

    // What is wanted, what is there, and what it is on the way to.
    private static List<string> AttributesClasses(JsonObject claim)
    {
        List<string> names = [];
        foreach (var name in (string?[])
        [
            claim.FindString("spec", "volumeAttributesClassName"),
            claim.FindString("status", "currentVolumeAttributesClassName"),
            claim.FindString("status", "modifyVolumeStatus", "targetVolumeAttributesClassName"),
        ])
        {
            if (!string.IsNullOrEmpty(name) && !names.Contains(name)) names.Add(name);
        }

        return names;
    }

    private static bool IsBestEffort(JsonObject spec) =>
        PodSpecs.Containers(spec).All(container =>
            container.FindObject("resources", "requests") is not { Count: > 0 } && container.FindObject("resources", "limits") is not { Count: > 0 })
        && spec.FindObject("resources", "requests") is not { Count: > 0 }
        && spec.FindObject("resources", "limits") is not { Count: > 0 };

    private static bool HasCrossNamespaceAffinity(JsonObject spec)
    {
        foreach (var kind in (string[])["podAffinity", "podAntiAffinity"])
        {
            if (spec.FindObject("affinity", kind) is not { } affinity)
                continue;
            var terms = affinity.Objects("requiredDuringSchedulingIgnoredDuringExecution")
                .Concat(affinity.Objects("preferredDuringSchedulingIgnoredDuringExecution").Select(weighted => weighted.GetObject("podAffinityTerm") ?? []));
            if (terms.Any(term => term.GetArray("namespaces") is { Count: > 0 } || term.GetObject("namespaceSelector") is not null))
                return true;
        }

        return false;
    }
}
