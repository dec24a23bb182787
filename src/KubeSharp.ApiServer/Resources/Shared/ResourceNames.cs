using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>The names that resources (cpu, memory, ...) may have in limits and quotas.</summary>
internal static class ResourceNames
{
    private static readonly string[] Counts =
    [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports",
        "services.loadbalancers",
    ];

    /// <summary>A resource that Kubernetes knows, or one with a domain of its own.</summary>
    public static void Check(string name, FieldPath path, ErrorList errors)
    {
        if (StringValidators.QualifiedName(name) is { Length: > 0 } faults) errors.AddInvalid(path, name, faults);
        else if (!QuantityRules.IsKnown(name)) errors.Add(FieldError.Invalid(path, name, "must be a standard resource type or fully qualified"));
    }

    /// <summary>A resource that a quota can count: also <c>count/deployments.apps</c> and the like, and those of a storage class.</summary>
    public static void CheckQuota(string name, FieldPath path, ErrorList errors)
    {
        Check(name, path, errors);
        // Storage as such is a resource, but only what is requested of it can be counted.
        if (!name.Contains('/', StringComparison.Ordinal) && (!QuantityRules.IsKnown(name) || name == "storage"))
            errors.Add(FieldError.Invalid(path, name, "must be a standard resource for quota"));
    }

    /// <summary>Whether only whole numbers of it make sense.</summary>
    public static bool IsWhole(string name) => Array.IndexOf(Counts, name) >= 0 || QuantityRules.IsExtended(name);
}
