using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>Checks of claims. Only the amount and the attributes may change, and the amount never below what there is.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims</remarks>
internal static class PersistentVolumeClaimValidation
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

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
        ClaimSources.Check(new FieldCheck(spec, path, errors));
        if (spec.GetString("volumeAttributesClassName") is { Length: > 0 } attributes)
            errors.AddInvalid(path.Child("volumeAttributesClassName"), attributes, StringValidators.Dns1123Subdomain(attributes));
    }

    public static void CheckUpdate(JsonObject claim, JsonObject old, TypeSchema schema, ErrorList errors)
    {
        var (spec, before) = (claim.GetObject("spec")?.Clone() ?? new JsonObject(), old.GetObject("spec")?.Clone() ?? new JsonObject());
        CheckClass(claim, old, spec, before, errors);
        // A claim that names no volume may be given one, once.
        if (string.IsNullOrEmpty(before.GetString("volumeName"))) before.CopyMember("volumeName", spec);
        if (claim.FindString("status", "phase") == "Bound")
        {
            if (spec.FindObject("resources", "requests") is { } requests && before.FindObject("resources", "requests") is { } was) requests.CopyMember("storage", was);
            spec.CopyMember("volumeAttributesClassName", before);
        }

        if (!Same(spec, before))
        {
            errors.Add(FieldError.Forbidden(
                FieldPath.Spec,
                "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n"
                    + GoDiff.Of(before, spec, schema.Find("spec")!)));
        }

        var (size, oldSize) = (Checks.Amount(claim.Find("spec", "resources", "requests", "storage")), Checks.Amount(old.Find("spec", "resources", "requests", "storage")));
        if (size < oldSize && size <= Checks.Amount(old.Find("status", "capacity", "storage")))
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("resources").Child("requests", "storage"), "field can not be less than status.capacity"));
        errors.Immutable(FieldPath.Of("volumeMode"), claim.Find("spec", "volumeMode"), old.Find("spec", "volumeMode"));
        var (attributes, applied) = (claim.FindString("spec", "volumeAttributesClassName"), old.FindString("spec", "volumeAttributesClassName"));
        if (string.IsNullOrEmpty(applied) || attributes == applied || old.FindString("status", "currentVolumeAttributesClassName") is null || attributes is { Length: > 0 }) return;
        errors.Add(FieldError.Forbidden(
            FieldPath.Spec.Child("volumeAttributesClassName"), $"update from non-nil value to {(attributes is null ? "nil" : "an empty string")} is forbidden"));
    }

    public static void CheckStatus(JsonObject claim, ErrorList errors)
    {
        var status = claim.GetObject("status") ?? new JsonObject();
        if (claim.FindArray("spec", "accessModes") is not { Count: > 0 }) errors.Add(FieldError.Required(FieldPath.Of("Spec", "accessModes")));
        foreach (var (name, amount) in status.GetObject("capacity") ?? new JsonObject()) Basic(FieldPath.Status.Child("capacity").Key(name), amount, errors);
        foreach (var (name, state) in status.GetObject("allocatedResourceStatuses") ?? new JsonObject())
        {
            // The message names the resource, not its state, as upstream does.
            var at = FieldPath.Status.Child("allocatedResourceStatuses");
            IsKnown(name, at, errors);
            if (state is JsonString text && Array.IndexOf(ResizeStates, text.Value) < 0) errors.Add(FieldError.NotSupported(at, name, ResizeStates));
        }

        var path = FieldPath.Status.Child("allocatedResources");
        foreach (var (name, amount) in status.GetObject("allocatedResources") ?? new JsonObject())
        {
            if (IsKnown(name, path, errors)) Basic(path.Key(name), amount, errors);
        }
    }

    // Of Kubernetes' own resources only one can grow.
    private static bool IsKnown(string resource, FieldPath at, ErrorList errors)
    {
        var messages = StringValidators.QualifiedName(resource);
        errors.AddInvalid(at, resource, messages);
        if (messages.Length > 0) return false;
        if (!QuantityRules.IsNative(resource) || resource == "storage") return true;
        errors.Add(FieldError.NotSupported(at, resource, "storage"));
        return false;
    }

    private static void Basic(FieldPath path, JsonValue amount, ErrorList errors)
    {
        if (Checks.Amount(amount) is { Sign: < 0 } negative) errors.Add(FieldError.Invalid(path, negative.Value, "must be a valid resource quantity"));
    }

    // The class may move from the annotation of old to the field, and a claim that never said one may be given one; else it stays.
    private static void CheckClass(JsonObject claim, JsonObject old, JsonObject spec, JsonObject before, ErrorList errors)
    {
        var (annotation, oldAnnotation) = (new Metadata(claim).Annotation(ClassAnnotation), new Metadata(old).Annotation(ClassAnnotation));
        var (name, oldName) = (spec.GetString("storageClassName"), before.GetString("storageClassName"));
        if (oldAnnotation is not null && (annotation is null || annotation == oldAnnotation) && oldName is null && name == oldAnnotation)
        {
            spec.Remove("storageClassName");
            return;
        }

        if ((annotation ?? "") != (oldAnnotation ?? ""))
            errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("annotations", ClassAnnotation), annotation ?? "", Checks.ImmutableDetail));
        if (oldName is null && name is not null && (oldAnnotation is null || name == oldAnnotation)) spec.Remove("storageClassName");
    }

    private static bool Same(JsonObject spec, JsonObject before)
    {
        foreach (var name in spec.Names.Concat(before.Names))
        {
            if (name == "resources" ? !SameResources(spec.GetObject(name), before.GetObject(name)) : !Checks.Same(spec[name], before[name])) return false;
        }

        return true;
    }

    private static bool SameResources(JsonObject? resources, JsonObject? before)
    {
        foreach (var list in (ReadOnlySpan<string>)["limits", "requests"])
        {
            var (now, was) = (resources?.GetObject(list) ?? new JsonObject(), before?.GetObject(list) ?? new JsonObject());
            foreach (var name in now.Names.Concat(was.Names))
            {
                if (Checks.Amount(now[name]) is not { } amount || Checks.Amount(was[name]) is not { } old || amount != old) return false;
            }
        }

        return true;
    }
}
