using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>Checks of claims. Only the amount may change, and never below what there is.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims</remarks>
internal static class PersistentVolumeClaimValidation
{
    private static readonly string[] ResizeStates =
        ["ControllerResizeInProgress", "ControllerResizeInfeasible", "NodeResizeInProgress", "NodeResizeInfeasible", "NodeResizePending"];

    public static void Check(JsonObject claim, ErrorList errors) => CheckSpec(claim.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors);

    /// <summary>Checks what is claimed: also in the templates of stateful sets and of ephemeral volumes.</summary>
    public static void CheckSpec(JsonObject spec, FieldPath path, ErrorList errors)
    {
        PersistentVolumeValidation.AccessModes(spec.GetArray("accessModes"), path.Child("accessModes"), "at least 1 access mode is required", errors);
        LabelSelectorValidator.Validate(spec.GetObject("selector"), path.Child("selector"), errors);
        var at = path.Child("resources").Key("storage");
        if (spec.Find("resources", "requests", "storage") is not { } amount) errors.Add(FieldError.Required(at));
        else if (Checks.Amount(amount) is { Sign: <= 0 } none) errors.Add(FieldError.Invalid(at, none.ToString(), "must be greater than zero"));
        if (spec.GetString("storageClassName") is { Length: > 0 } name) errors.AddInvalid(path.Child("storageClassName"), name, StringValidators.Dns1123Subdomain(name));
        errors.OneOf(path.Child("volumeMode"), spec.GetString("volumeMode"), "Block", "Filesystem");
        if (spec.GetString("volumeAttributesClassName") is { Length: > 0 } attributes)
            errors.AddInvalid(path.Child("volumeAttributesClassName"), attributes, StringValidators.Dns1123Subdomain(attributes));
    }

    public static void CheckUpdate(JsonObject claim, JsonObject old, ErrorList errors)
    {
        var (spec, before) = (claim.GetObject("spec")?.Clone() ?? new JsonObject(), old.GetObject("spec")?.Clone() ?? new JsonObject());
        var (size, was) = (Checks.Amount(spec.Find("resources", "requests", "storage")), Checks.Amount(before.Find("resources", "requests", "storage")));
        var bound = old.FindString("status", "phase") == "Bound";
        foreach (var one in (ReadOnlySpan<JsonObject>)[spec, before])
        {
            if (bound) one.FindObject("resources", "requests")?.Remove("storage");
            if (bound) one.Remove("volumeAttributesClassName");
        }

        // A claim that names no volume may be given one, once.
        if (string.IsNullOrEmpty(before.GetString("volumeName"))) spec.CopyMember("volumeName", before);
        if (!before.Contains("storageClassName")) spec.CopyMember("storageClassName", before);
        if (!JsonValue.DeepEquals(spec, before))
        {
            errors.Add(FieldError.Forbidden(
                FieldPath.Spec, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
        }

        if (bound && size < was && size < (Checks.Amount(old.Find("status", "capacity", "storage")) ?? was))
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("resources").Child("requests", "storage"), "field can not be less than status.capacity"));
        errors.Immutable(FieldPath.Of("volumeMode"), claim.Find("spec", "volumeMode"), old.Find("spec", "volumeMode"));
    }

    public static void CheckStatus(JsonObject claim, ErrorList errors)
    {
        var status = claim.GetObject("status") ?? new JsonObject();
        foreach (var (name, amount) in status.GetObject("capacity") ?? new JsonObject()) errors.NonNegativeQuantity(FieldPath.Status.Child("capacity").Key(name), amount);
        foreach (var (name, state) in status.GetObject("allocatedResourceStatuses") ?? new JsonObject())
        {
            // The message names the resource, not its state, as upstream does.
            if (state is JsonString text && Array.IndexOf(ResizeStates, text.Value) < 0)
                errors.Add(FieldError.NotSupported(FieldPath.Status.Child("allocatedResourceStatuses"), name, ResizeStates));
        }
    }
}
