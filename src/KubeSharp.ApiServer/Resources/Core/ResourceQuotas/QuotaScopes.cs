using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.ResourceQuotas;

/// <summary>Which objects a quota is about: plain scopes, and scopes with values. A scope must suit the resources that are counted.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes</remarks>
internal static class QuotaScopes
{
    private const string NotSuited = "unsupported scope applied to resource";

    private static readonly string[] Known =
        ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"];

    private static readonly string[] OfPods = ["pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory"];

    // Resources that a quota knows by itself; those of other names are nobody's business here.
    private static readonly string[] Standard =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu",
        "limits.memory", "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets",
        "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers",
    ];

    public static void Check(JsonObject quota, ErrorList errors)
    {
        var counted = (quota.FindObject("spec", "hard") ?? []).Names.Where(name => Array.IndexOf(Standard, name) >= 0).ToArray();
        Plain(quota.FindArray("spec", "scopes"), counted, errors);
        if (quota.FindObject("spec", "scopeSelector") is { } selector) WithValues(selector, counted, errors);
    }

    private static void Plain(JsonArray? scopes, string[] counted, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("scopes");
        foreach (var (_, scope) in scopes.Texts())
        {
            if (Array.IndexOf(Known, scope) < 0) errors.Add(FieldError.Invalid(path, scopes, "unsupported scope"));
            foreach (var resource in counted)
            {
                if (!Suits(scope, resource)) errors.Add(FieldError.Invalid(path, scopes, NotSuited));
            }
        }

        Conflicts([.. scopes.Texts().Select(item => item.Text)], path, scopes ?? [], errors);
    }

    private static void WithValues(JsonObject selector, string[] counted, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("scopeSelector", "matchExpressions");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, requirement) in selector.GetArray("matchExpressions").Items())
        {
            var scope = requirement.GetString("scopeName") ?? "";
            var operation = requirement.GetString("operator") ?? "";
            var values = requirement.GetArray("values");
            if (Array.IndexOf(Known, scope) < 0) errors.Add(FieldError.Invalid(path.Child("scopeName"), scope, "unsupported scope"));
            foreach (var resource in counted)
            {
                if (!Suits(scope, resource)) errors.Add(FieldError.Invalid(path, Shown(selector), NotSuited));
            }

            if (scope is "BestEffort" or "NotBestEffort" or "Terminating" or "NotTerminating" or "CrossNamespacePodAffinity" && operation != "Exists")
            {
                errors.Add(FieldError.Invalid(
                    path.Child("operator"),
                    operation,
                    "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
                        + "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"));
            }

            if (operation is "In" or "NotIn")
            {
                if (values is not { Count: > 0 })
                    errors.Add(FieldError.Required(path.Child("values"), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
            }
            else if (operation is "Exists" or "DoesNotExist")
            {
                if (values is { Count: > 0 })
                    errors.Add(FieldError.Invalid(path.Child("values"), values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
            }
            else
            {
                errors.Add(FieldError.Invalid(path.Child("operator"), operation, "not a valid selector operator"));
            }

            seen.Add(scope);
        }

        // The plain scopes are shown, as upstream does.
        Conflicts(seen, path, JsonNull.Instance, errors);
    }

    private static void Conflicts(HashSet<string> scopes, FieldPath path, JsonValue shown, ErrorList errors)
    {
        foreach (var (one, other) in (ReadOnlySpan<(string, string)>)[("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")])
        {
            if (scopes.Contains(one) && scopes.Contains(other)) errors.Add(FieldError.Invalid(path, shown, "conflicting scopes"));
        }
    }

    private static bool Suits(string scope, string resource) => scope switch
    {
        "BestEffort" => resource == "pods",
        "Terminating" or "NotTerminating" or "NotBestEffort" or "PriorityClass" or "CrossNamespacePodAffinity" => Array.IndexOf(OfPods, resource) >= 0,
        "VolumeAttributesClass" => resource is "persistentvolumeclaims" or "requests.storage",
        _ => true,
    };

    private static JsonObject Shown(JsonObject selector) => new()
    {
        {
            "MatchExpressions", new JsonArray(selector.GetArray("matchExpressions").Items().Select(entry => new JsonObject
            {
                { "ScopeName", entry.Item.GetString("scopeName") ?? "" },
                { "Operator", entry.Item.GetString("operator") ?? "" },
                { "Values", entry.Item["values"]?.DeepClone() ?? JsonNull.Instance },
            }))
        },
    };
}
