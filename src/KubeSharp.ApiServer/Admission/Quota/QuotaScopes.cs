using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Quota;

/// <summary>Whether a quota that is limited to some pods is about this one. Pure.</summary>
internal static class QuotaScopes
{
    /// <summary>True if the object is in every scope of the quota. Only pods have scopes.</summary>
    public static bool Match(JsonObject quota, string resource, JsonObject document)
    {
        List<(string Scope, string Operator, string[] Values)> scopes = [];
        foreach (var scope in quota.FindArray("spec", "scopes")?.OfType<JsonString>() ?? [])
            scopes.Add((scope.Value, "Exists", []));
        foreach (var expression in quota.FindArray("spec", "scopeSelector", "matchExpressions")?.OfType<JsonObject>() ?? [])
        {
            scopes.Add((
                expression.GetString("scopeName") ?? "",
                expression.GetString("operator") ?? "Exists",
                [.. expression.GetArray("values")?.OfType<JsonString>().Select(text => text.Value) ?? []]));
        }

        if (scopes.Count == 0)
            return true;
        return resource == "pods" && document.GetObject("spec") is { } spec && scopes.All(scope => Match(scope, spec));
    }

    private static bool Match((string Scope, string Operator, string[] Values) scope, JsonObject spec)
    {
        switch (scope.Scope)
        {
            case "Terminating":
                return spec.GetInt64("activeDeadlineSeconds") is >= 0;
            case "NotTerminating":
                return spec.GetInt64("activeDeadlineSeconds") is not >= 0;
            case "BestEffort":
                return IsBestEffort(spec);
            case "NotBestEffort":
                return !IsBestEffort(spec);
            case "CrossNamespacePodAffinity":
                return HasCrossNamespaceAffinity(spec);
            case "PriorityClass":
                var name = spec.GetString("priorityClassName") ?? "";
                return scope.Operator switch
                {
                    "In" => scope.Values.Contains(name),
                    "NotIn" => !scope.Values.Contains(name),
                    "DoesNotExist" => name.Length == 0,
                    _ => name.Length > 0,
                };
            default:
                return false;
        }
    }

    private static bool IsBestEffort(JsonObject spec) =>
        PodSpecs.Containers(spec).All(container =>
            container.FindObject("resources", "requests") is not { Count: > 0 } && container.FindObject("resources", "limits") is not { Count: > 0 });

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
