using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>What of a pod may change after it was made.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement</remarks>
internal static class PodUpdateRules
{
    private const string Changeable =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations)," +
        "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    /// <summary>Finds what may not change.</summary>
    public static void Check(JsonObject document, JsonObject old, ErrorList errors)
    {
        var spec = new FieldCheck(document.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);
        var before = old.GetObject("spec") ?? new JsonObject();
        var faults = errors.Count;
        var rest = spec.Value.Clone();
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (spec.Items(list).Count != (before.GetArray(list)?.Count ?? 0))
            {
                spec.Forbid(list, "pod updates may not add or remove containers");
                return;
            }

            for (var i = 0; i < rest.GetArray(list)?.Count; i++)
            {
                if (rest.GetArray(list)![i] is JsonObject container && before.GetArray(list)![i] is JsonObject other) Keep(container, other, "image");
            }
        }

        Deadline(spec, before);
        Tolerations(spec, before);
        Gated(spec, before, rest);
        if (errors.Count > faults) return;
        foreach (var name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "schedulingGates"]) Keep(rest, before, name);
        if (spec.Number("terminationGracePeriodSeconds") == 1 && before.GetInt64("terminationGracePeriodSeconds") < 0) Keep(rest, before, "terminationGracePeriodSeconds");
        if (!JsonValue.DeepEquals(rest, before)) spec.Errors.Add(FieldError.Forbidden(spec.Path, $"pod updates may not change fields other than {Changeable}\n"));
    }

    private static void Deadline(FieldCheck spec, JsonObject before)
    {
        if (before.GetInt64("activeDeadlineSeconds") is not { } old) return;
        if (spec.Number("activeDeadlineSeconds") is not { } now)
            spec.Errors.Add(FieldError.Invalid(spec.At("activeDeadlineSeconds"), JsonNull.Instance, "must not update from a positive integer to nil value"));
        else if (now > old)
            spec.Invalid("activeDeadlineSeconds", "must be less than or equal to previous value");
    }

    private static void Tolerations(FieldCheck spec, JsonObject before)
    {
        foreach (var old in before.GetArray("tolerations") ?? [])
        {
            if (spec.Items("tolerations").Any(now => SameToleration(now.Value, old as JsonObject))) continue;
            spec.Forbid("tolerations", "existing toleration can not be modified except its tolerationSeconds");
            return;
        }
    }

    private static bool SameToleration(JsonObject now, JsonObject? old)
    {
        foreach (var name in (ReadOnlySpan<string>)["key", "operator", "value", "effect"])
        {
            if ((now.GetString(name) ?? "") != (old?.GetString(name) ?? "")) return false;
        }

        return true;
    }

    // A pod that is held back may still be told where to go, but only narrower than before.
    private static void Gated(FieldCheck spec, JsonObject before, JsonObject rest)
    {
        var gates = (before.GetArray("schedulingGates") ?? []).Select(gate => gate.FindString("name")).ToHashSet();
        foreach (var gate in spec.Items("schedulingGates"))
        {
            if (!gates.Contains(gate.Text("name"))) gate.Forbid("name", $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'");
        }

        if (gates.Count == 0) return;
        foreach (var (label, value) in before.GetObject("nodeSelector") ?? new JsonObject())
        {
            if (JsonValue.DeepEquals(spec.Value.GetObject("nodeSelector")?[label], value)) continue;
            spec.Errors.Add(FieldError.Invalid(
                spec.At("nodeSelector"), spec.Value["nodeSelector"], "only additions to spec.nodeSelector are allowed (no mutations or deletions)"));
            break;
        }

        Keep(rest, before, "nodeSelector");
        var affinity = rest.GetObject("affinity") ?? new JsonObject();
        Keep(affinity, before.GetObject("affinity") ?? new JsonObject(), "nodeAffinity");
        if (affinity.Count > 0) rest.Set("affinity", affinity);
        else rest.Remove("affinity");
    }

    private static void Keep(JsonObject value, JsonObject before, string name)
    {
        if (before[name] is { } old) value.Set(name, old);
        else value.Remove(name);
    }
}
