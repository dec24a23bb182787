using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Scheduling.PriorityClasses;

/// <summary>Names and values that are the system's own, and what never changes.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass</remarks>
internal static class PriorityClassValidation
{
    private const long HighestUser = 1_000_000_000;
    private const string SystemPrefix = "system-";

    public static void Check(JsonObject priority, ErrorList errors)
    {
        var name = new Metadata(priority).Name;
        var value = priority.GetInt64("value") ?? 0;
        if (name.StartsWith(SystemPrefix, StringComparison.Ordinal))
        {
            if (SystemFault(name, value, priority.GetBool("globalDefault") == true) is { } fault)
            {
                errors.Add(FieldError.Forbidden(
                    FieldPath.Metadata.Child("name"), $"priority class names with '{SystemPrefix}' prefix are reserved for system use only. error: {fault}"));
            }
        }
        else if (value > HighestUser)
        {
            errors.Add(FieldError.Forbidden(FieldPath.Of("value"), $"maximum allowed value of a user defined priority is {HighestUser}"));
        }

        if (priority.GetString("preemptionPolicy") is { Length: 0 }) errors.Add(FieldError.Required(FieldPath.Of("preemptionPolicy")));
        else errors.OneOf(FieldPath.Of("preemptionPolicy"), priority.GetString("preemptionPolicy"), "PreemptLowerPriority", "Never");
    }

    public static void CheckUpdate(JsonObject priority, JsonObject old, ErrorList errors)
    {
        if (priority.GetInt64("value") != old.GetInt64("value")) errors.Add(FieldError.Forbidden(FieldPath.Of("value"), "may not be changed in an update."));
        errors.Immutable(FieldPath.Of("preemptionPolicy"), priority["preemptionPolicy"], old["preemptionPolicy"]);
    }

    private static string? SystemFault(string name, long value, bool global)
    {
        long? known = name switch { "system-node-critical" => 2_000_001_000, "system-cluster-critical" => 2_000_000_000, _ => null };
        if (known is null) return $"{name} is not a known system priority class";
        if (known != value) return $"value of {name} PriorityClass must be {known}";
        return global ? $"globalDefault of {name} PriorityClass must be false" : null;
    }
}
