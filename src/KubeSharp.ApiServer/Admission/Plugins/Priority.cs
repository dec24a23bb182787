using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>
/// Turns a pod's priority class into its priority, and keeps it to one default class
/// (https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/).
/// </summary>
internal sealed class Priority(IObjectLister objects) : IMutatingAdmission, IValidatingAdmission
{
    private const string Group = "scheduling.k8s.io";
    private const string DefaultPolicy = "PreemptLowerPriority";

    /// <inheritdoc/>
    public string Name => "Priority";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("", "pods") || attributes.Object?.GetObject("spec") is not { } spec)
            return null;
        if (attributes.Operation == AdmissionOperation.Update)
        {
            // Clients that know nothing of priorities leave them out of their updates; they stay.
            var old = attributes.OldObject?.GetObject("spec");
            KeepFrom(old, spec, "priority");
            KeepFrom(old, spec, "preemptionPolicy");
            return null;
        }

        var name = spec.GetString("priorityClassName") ?? "";
        JsonObject? chosen;
        if (name.Length == 0)
        {
            chosen = Default(objects.List(Group, "priorityclasses"));
            if (chosen is not null)
                spec.Set("priorityClassName", chosen.FindString("metadata", "name") ?? "");
        }
        else
        {
            chosen = objects.Get(Group, "priorityclasses", "", name)
                ?? await objects.GetLatestAsync(Group, "priorityclasses", "", name, cancellationToken);
            if (chosen is null)
                return attributes.Forbid($"no PriorityClass with name {name} was found");
        }

        var priority = chosen?.GetInt64("value") ?? 0;
        if (spec.GetInt64("priority") is { } given && given != priority)
        {
            return attributes.Forbid(
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        }

        spec.Set("priority", priority);
        var policy = chosen?.GetString("preemptionPolicy") ?? DefaultPolicy;
        if (spec.GetString("preemptionPolicy") is { } wanted && wanted != policy)
        {
            return attributes.Forbid(
                $"the string value of PreemptionPolicy ({wanted}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name");
        }

        spec.Set("preemptionPolicy", policy);
        return null;
    }

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor(Group, "priorityclasses") || attributes.Object is not { } added || added.GetBool("globalDefault") != true)
            return default;
        var name = added.FindString("metadata", "name");
        foreach (var other in objects.List(Group, "priorityclasses"))
        {
            if (other.GetBool("globalDefault") != true)
                continue;
            var otherName = other.FindString("metadata", "name");
            if (attributes.Operation == AdmissionOperation.Create || otherName != name)
                return new(attributes.Forbid($"PriorityClass {otherName} is already marked as default. Only one default can exist"));
        }

        return default;
    }

    private static void KeepFrom(JsonObject? old, JsonObject spec, string field)
    {
        if (spec[field] is null or { IsNull: true } && old?[field] is { } value)
            spec.Set(field, value.DeepClone());
    }

    // Were there ever several, the lowest does the least harm.
    private static JsonObject? Default(IReadOnlyList<JsonObject> classes)
    {
        JsonObject? lowest = null;
        foreach (var candidate in classes)
        {
            if (candidate.GetBool("globalDefault") == true && (lowest is null || candidate.GetInt64("value") < lowest.GetInt64("value")))
                lowest = candidate;
        }

        return lowest;
    }
}
