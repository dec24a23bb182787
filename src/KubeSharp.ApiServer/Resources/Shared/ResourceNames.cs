using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>The names that resources (cpu, memory, ...) may have.</summary>
internal static class ResourceNames
{
    private static readonly string[] Standard =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps",
        "storage", "requests.storage", "services.nodeports", "services.loadbalancers",
    ];

    private static readonly string[] Counts =
    [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports",
        "services.loadbalancers",
    ];

    /// <summary>A resource that Kubernetes knows, or one with a domain of its own.</summary>
    public static void Check(string name, FieldPath path, ErrorList errors)
    {
        if (StringValidators.QualifiedName(name) is { Length: > 0 } faults) errors.AddInvalid(path, name, faults);
        else if (!name.Contains('/', StringComparison.Ordinal) && !IsStandard(name)) errors.Add(FieldError.Invalid(path, name, "must be a standard resource type or fully qualified"));
    }

    /// <summary>A resource that a quota can count: also <c>count/deployments.apps</c> and the like, and those of a storage class.</summary>
    public static void CheckQuota(string name, FieldPath path, ErrorList errors)
    {
        if (StringValidators.QualifiedName(name) is { Length: > 0 } faults) errors.AddInvalid(path, name, faults);
        else if (!name.Contains('/', StringComparison.Ordinal) && !IsStandard(name)) errors.Add(FieldError.Invalid(path, name, "must be a standard resource for quota"));
    }

    /// <summary>Whether only whole numbers of it make sense.</summary>
    public static bool IsWhole(string name) => Array.IndexOf(Counts, name) >= 0
        || (name.Contains('/', StringComparison.Ordinal) && !name.Contains("storageclass.storage.k8s.io", StringComparison.Ordinal));

    /// <summary>Whether limits of it may be larger than requests.</summary>
    public static bool MayOvercommit(string name) => !name.Contains('/', StringComparison.Ordinal) && !IsHugePages(name);

    private static bool IsStandard(string name) => Array.IndexOf(Standard, name) >= 0 || IsHugePages(name);

    private static bool IsHugePages(string name) =>
        name.StartsWith("hugepages-", StringComparison.Ordinal) || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);
}
