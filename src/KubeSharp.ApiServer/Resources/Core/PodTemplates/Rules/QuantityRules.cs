using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiMachinery.Values;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Names of resources and their amounts.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/</remarks>
internal static class QuantityRules
{
    public const string NonNegative = "must be greater than or equal to 0";

    private const string HugePages = "hugepages-";

    private static readonly HashSet<string> Standard = new(StringComparer.Ordinal)
    {
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "storage",
        "requests.storage", "services.nodeports", "services.loadbalancers",
    };

    /// <summary>The amount in a field; null if it is missing or unreadable.</summary>
    public static Quantity? Read(JsonValue? value) => (value switch { JsonString text => text.Value, JsonNumber number => number.Text, _ => null }) is { } written
        && Quantity.TryParse(written, out var quantity) ? quantity : null;

    public static bool IsHugePages(string name) => name.StartsWith(HugePages, StringComparison.Ordinal);

    public static bool IsNative(string name) => !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    public static bool IsExtended(string name) =>
        !IsNative(name) && !name.StartsWith("requests.", StringComparison.Ordinal) && StringValidators.QualifiedName("requests." + name).Length == 0;

    /// <summary>Whether more may be used than was asked for.</summary>
    public static bool MayBeOvercommitted(string name) => IsNative(name) && !IsHugePages(name);

    /// <summary>Whether a name is one of Kubernetes' own, or has a prefix.</summary>
    public static bool IsKnown(string name) => name.Contains('/', StringComparison.Ordinal) || Standard.Contains(name)
        || IsHugePages(name) || name.StartsWith("requests." + HugePages, StringComparison.Ordinal);

    /// <summary>The name of something that a container can ask for.</summary>
    public static void ContainerResource(string name, FieldPath at, ErrorList errors)
    {
        var messages = StringValidators.QualifiedName(name);
        errors.AddInvalid(at, name, messages);
        var plain = !name.Contains('/', StringComparison.Ordinal);
        if (plain)
        {
            if (messages.Length == 0 && !IsKnown(name)) errors.Add(FieldError.Invalid(at, name, "must be a standard resource type or fully qualified"));
            if (name is not ("cpu" or "memory" or "ephemeral-storage") && !IsHugePages(name)) errors.Add(FieldError.Invalid(at, name, "must be a standard resource for containers"));
        }
        else if (!IsNative(name) && !IsExtended(name))
        {
            errors.Add(FieldError.Invalid(at, name, "doesn't follow extended resource name standard"));
        }
    }

    /// <summary>An amount: not negative, and whole where a part of one makes no sense.</summary>
    public static void Amount(string name, Quantity amount, FieldPath at, ErrorList errors)
    {
        if (amount.Sign < 0) errors.Add(FieldError.Invalid(at, amount.ToString(), NonNegative));
        if ((IsExtended(name) || name is "pods" or "services" or "secrets" or "configmaps" or "persistentvolumeclaims" or "resourcequotas" or "replicationcontrollers")
            && amount.MilliValue % 1000 != 0)
        {
            errors.Add(FieldError.Invalid(at, amount.ToString(), "must be an integer"));
        }

        if (!IsHugePages(name)) return;
        if (!Quantity.TryParse(name[HugePages.Length..], out var size) || size.Sign <= 0 || amount.Value % size.Value != 0)
            errors.Add(FieldError.Invalid(at, amount.ToString(), $"{amount} is not positive integer multiple of {name}"));
    }
}
