using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

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
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (!Images(spec, list, before)) return;
        }

        if (!Deadline(spec, before)) return;
        Tolerations(spec, before);
        Gates(spec, before);
        if (JsonValue.DeepEquals(spec.Value, before)) return;

        // What may change is made as it was: any difference that is left may not be.
        var rest = spec.Value.Clone();
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            for (var i = 0; i < rest.GetArray(list)?.Count; i++)
            {
                if (rest.GetArray(list)![i] is JsonObject container && before.GetArray(list)![i] is JsonObject other) container.CopyMember("image", other);
            }
        }

        foreach (var name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "schedulingGates"]) rest.CopyMember(name, before);
        if (spec.Number("terminationGracePeriodSeconds") == 1 && before.GetInt64("terminationGracePeriodSeconds") < 0) rest.CopyMember("terminationGracePeriodSeconds", before);
        if (before.GetArray("schedulingGates") is { Count: > 0 }) GatedPodRules.Check(spec, before, rest);
        var (shown, shownBefore) = (InternalPodSpec.Of(rest), InternalPodSpec.Of(before));
        if (!JsonValue.DeepEquals(shown, shownBefore))
            spec.Errors.Add(FieldError.Forbidden(spec.Path, $"pod updates may not change fields other than {Changeable}\n{GoDiff.Of(shownBefore, shown)}"));
    }

    private static bool Images(FieldCheck spec, string list, JsonObject before)
    {
        var containers = spec.Items(list);
        if (containers.Count != (before.GetArray(list)?.Count ?? 0))
        {
            spec.Forbid(list, "pod updates may not add or remove containers");
            return false;
        }

        foreach (var container in containers)
        {
            var image = container.Text("image");
            if (container.Require("image") && image != image.Trim()) container.Invalid("image", "must not have leading or trailing whitespace");
        }

        return true;
    }

    private static bool Deadline(FieldCheck spec, JsonObject before)
    {
        var old = before.GetInt64("activeDeadlineSeconds");
        if (spec.Number("activeDeadlineSeconds") is not { } now)
        {
            if (old is not null)
                spec.Errors.Add(FieldError.Invalid(spec.At("activeDeadlineSeconds"), JsonNull.Instance, "must not update from a positive integer to nil value"));
            return true;
        }

        if (now is < 0 or > int.MaxValue) spec.Invalid("activeDeadlineSeconds", StringValidators.InclusiveRange(0, int.MaxValue));
        else if (now > old) spec.Invalid("activeDeadlineSeconds", "must be less than or equal to previous value");
        else return true;
        return false;
    }

    private static void Tolerations(FieldCheck spec, JsonObject before)
    {
        var tolerations = spec.Items("tolerations");
        foreach (var old in before.GetArray("tolerations") ?? [])
        {
            if (tolerations.Any(now => SameToleration(now.Value, old as JsonObject))) continue;
            spec.Forbid("tolerations", "existing toleration can not be modified except its tolerationSeconds");
            return;
        }

        // Looked at once as part of the pod, and once more as what was changed: faults are told twice.
        foreach (var toleration in tolerations) SchedulingRules.Toleration(toleration);
    }

    private static bool SameToleration(JsonObject now, JsonObject? old)
    {
        foreach (var name in (ReadOnlySpan<string>)["key", "operator", "value", "effect"])
        {
            if ((now.GetString(name) ?? "") != (old?.GetString(name) ?? "")) return false;
        }

        return true;
    }

    private static void Gates(FieldCheck spec, JsonObject before)
    {
        var gates = (before.GetArray("schedulingGates") ?? []).Select(gate => gate.FindString("name")).ToHashSet();
        foreach (var gate in spec.Items("schedulingGates"))
        {
            if (!gates.Contains(gate.Text("name"))) gate.Forbid("name", $"only deletion is allowed, but found new scheduling gate '{gate.Text("name")}'");
        }
    }
}
