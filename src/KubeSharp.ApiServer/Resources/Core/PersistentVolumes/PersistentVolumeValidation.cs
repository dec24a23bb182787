using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>Checks of volumes: where their bytes lie never changes.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/persistent-volumes/</remarks>
internal static class PersistentVolumeValidation
{
    private const string Inline = " in the context of inline volumes";

    public static void Check(JsonObject volume, ErrorList errors)
    {
        CheckSpec(new FieldCheck(volume.GetObject("spec") ?? new JsonObject(), FieldPath.Spec, errors), inline: false);
        if (volume.FindObject("spec", "iscsi") is not { } iscsi || !IscsiVolume.IsTooLong(new Metadata(volume).Name, iscsi)) return;
        // The case of the path is upstream's.
        errors.Add(FieldError.Invalid(FieldPath.Spec.Child("iscsi", "targetportal"), iscsi.GetString("targetPortal") ?? "", IscsiVolume.TooLong));
    }

    /// <summary>Checks what a volume is.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="inline">Whether it is that of a volume in a pod that is about to be attached.</param>
    public static void CheckSpec(FieldCheck spec, bool inline)
    {
        if (inline)
        {
            spec.ForbidIfSet("claimRef", "may not be specified" + Inline);
            if (spec.Value.GetObject("capacity") is { Count: > 0 }) spec.Forbid("capacity", "may not be specified" + Inline);
            if (!spec.Has("csi")) spec.Require("csi", "has to be specified" + Inline);
        }

        AccessModes(spec.Value.GetArray("accessModes"), spec.At("accessModes"), "", spec.Errors);
        if (!inline) Capacity(spec);
        var policy = spec.Text("persistentVolumeReclaimPolicy");
        if (!inline) spec.OneOf("persistentVolumeReclaimPolicy", "Delete", "Recycle", "Retain");
        else if (policy is not ("" or "Retain")) spec.Forbid("persistentVolumeReclaimPolicy", "may only be Retain" + Inline);
        if (inline) spec.ForbidIfSet("nodeAffinity", "may not be specified" + Inline);
        var placed = !inline && NodeAffinity(spec);
        Source(spec, placed);
        if (spec.Value.FindString("hostPath", "path") is { Length: > 0 } path && policy == "Recycle" && IsRoot(path))
            spec.Forbid("persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'");
        if (spec.Text("storageClassName").Length > 0)
        {
            if (inline) spec.Forbid("storageClassName", "may not be specified" + Inline);
            else spec.OptionalName("storageClassName", text => StringValidators.Dns1123Subdomain(text));
        }

        if (!inline) spec.OneOf("volumeMode", "Block", "Filesystem");
        else if (spec.Text("volumeMode") is not ("" or "Filesystem")) spec.Forbid("volumeMode", "may not specify volumeMode other than Filesystem" + Inline);
        if (!spec.Has("volumeAttributesClassName")) return;
        if (spec.Text("volumeAttributesClassName").Length == 0) spec.Require("volumeAttributesClassName", "an empty string is disallowed");
        else spec.OptionalName("volumeAttributesClassName", text => StringValidators.Dns1123Subdomain(text));
        if (!spec.Has("csi")) spec.Require("csi", "has to be specified when using volumeAttributesClassName");
    }

    public static void CheckUpdate(JsonObject volume, JsonObject old, TypeSchema schema, ErrorList errors)
    {
        var (spec, before) = (volume.GetObject("spec") ?? new JsonObject(), old.GetObject("spec") ?? new JsonObject());
        var (source, was) = (SourceOf(spec), SourceOf(before));
        // The secret for growing may come later.
        if (was.GetObject("csi") is { } csi && !csi.Contains("controllerExpandSecretRef")) source.GetObject("csi")?.Remove("controllerExpandSecretRef");
        if (!JsonValue.DeepEquals(source, was))
        {
            errors.Add(FieldError.Forbidden(
                FieldPath.Spec.Child("persistentvolumesource"),
                "spec.persistentvolumesource is immutable after creation\n" + GoDiff.Of(Shown(was, schema), Shown(source, schema))));
        }

        errors.Immutable(FieldPath.Of("volumeMode"), spec["volumeMode"], before["volumeMode"]);
        if (before.GetObject("nodeAffinity") is { } placed && !JsonValue.DeepEquals(spec["nodeAffinity"], WithNewLabels(placed, spec.GetObject("nodeAffinity"))))
        {
            errors.Add(FieldError.Invalid(
                FieldPath.Of("nodeAffinity"),
                spec["nodeAffinity"] is { } affinity ? GoStructs.Of(affinity, schema.Find("spec", "nodeAffinity")!) : JsonNull.Instance,
                "field is immutable, except for updating from beta label to GA"));
        }

        if (before.Contains("volumeAttributesClassName") && !spec.Contains("volumeAttributesClassName"))
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden"));
    }

    // A label may be said by the name that it got when it became stable.
    private static JsonObject WithNewLabels(JsonObject affinity, JsonObject? now)
    {
        var renamed = affinity.Clone();
        var terms = now?.FindArray("required", "nodeSelectorTerms");
        foreach (var (index, term) in renamed.FindArray("required", "nodeSelectorTerms").Items())
        {
            if (index >= terms?.Count) break;
            foreach (var list in (ReadOnlySpan<string>)["matchExpressions", "matchFields"])
            {
                var wanted = terms?[index].FindArray(list);
                foreach (var (place, requirement) in term.GetArray(list).Items())
                {
                    if (place < wanted?.Count && StableLabel(requirement.GetString("key")) is { } stable && wanted[place].FindString("key") == stable)
                        requirement.Set("key", new JsonString(stable));
                }
            }
        }

        return renamed;
    }

    private static string? StableLabel(string? label) => label switch
    {
        "failure-domain.beta.kubernetes.io/zone" => "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region" => "topology.kubernetes.io/region",
        "beta.kubernetes.io/os" => "kubernetes.io/os",
        "beta.kubernetes.io/arch" => "kubernetes.io/arch",
        "beta.kubernetes.io/instance-type" => "node.kubernetes.io/instance-type",
        _ => null,
    };

    /// <summary>At least one way of access; the one for a single pod stands alone.</summary>
    public static void AccessModes(JsonArray? modes, FieldPath path, string missing, ErrorList errors)
    {
        if (modes is not { Count: > 0 }) errors.Add(FieldError.Required(path, missing));
        foreach (var (_, mode) in modes.Texts()) errors.OneOf(path, mode, "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        if (modes.Texts().Any(item => item.Text == "ReadWriteOncePod") && modes.Texts().Any(item => item.Text is "ReadOnlyMany" or "ReadWriteMany" or "ReadWriteOnce"))
            errors.Add(FieldError.Forbidden(path, "may not use ReadWriteOncePod with other access modes"));
    }

    // Nothing lies above the root: leading upwards from it stays there.
    private static bool IsRoot(string path)
    {
        if (!path.StartsWith('/')) return false;
        var depth = 0;
        foreach (var part in path.Split('/')) depth = part switch { "" or "." => depth, ".." => Math.Max(0, depth - 1), _ => depth + 1 };
        return depth == 0;
    }

    private static void Capacity(FieldCheck spec)
    {
        var capacity = spec.Value.GetObject("capacity") ?? new JsonObject();
        var path = spec.At("capacity");
        if (capacity.Count == 0) spec.Errors.Add(FieldError.Required(path));
        if (capacity.Count > 1 || !capacity.Contains("storage"))
            spec.Errors.Add(FieldError.NotSupported(path, capacity.Count == 0 ? JsonNull.Instance : capacity, ["storage"]));
        foreach (var (resource, amount) in capacity)
        {
            if (Checks.Amount(amount) is not { } value) continue;
            if (value.Sign < 0) spec.Errors.Add(FieldError.Invalid(path.Key(resource), value.Value, "must be a valid resource quantity"));
            if (value.Sign <= 0) spec.Errors.Add(FieldError.Invalid(path.Key(resource), value.ToString(), "must be greater than zero"));
        }
    }

    private static bool NodeAffinity(FieldCheck spec)
    {
        if (spec.Child("nodeAffinity") is not { } affinity) return false;
        if (affinity.Child("required") is { } required) AffinityRules.NodeSelector(required);
        else affinity.Require("required", "must specify required node constraints");
        return true;
    }

    private static void Source(FieldCheck spec, bool placed)
    {
        var count = 0;
        foreach (var kind in PersistentVolumeSources.All)
        {
            if (spec.Child(kind) is not { } source) continue;
            // A flexible volume is never told that it is one too many.
            if (++count > 1 && kind != "flexVolume")
            {
                spec.Forbid(kind == "cephfs" ? "cephFS" : kind, "may not specify more than 1 volume type");
                continue;
            }

            PersistentVolumeSources.Check(new FieldCheck(source.Value, spec.At(VolumeSources.Shown(kind)), spec.Errors), kind);
            if (kind == "local" && !placed) spec.Errors.Add(FieldError.Required(spec.At("nodeAffinity"), "Local volume requires node affinity"));
        }

        if (count == 0) spec.Errors.Add(FieldError.Required(spec.Path, "must specify a volume type"));
    }

    private static JsonObject SourceOf(JsonObject spec)
    {
        var source = new JsonObject();
        foreach (var kind in PersistentVolumeSources.All)
        {
            if (spec[kind] is { } value) source.Set(kind, value.DeepClone());
        }

        return source;
    }

    private static JsonObject Shown(JsonObject source, TypeSchema schema)
    {
        var all = (JsonObject)GoStructs.Of(source, schema.Find("spec")!);
        foreach (var name in (ReadOnlySpan<string>)["Capacity", "AccessModes", "ClaimRef", "PersistentVolumeReclaimPolicy", "StorageClassName", "MountOptions", "VolumeMode", "NodeAffinity", "VolumeAttributesClassName"])
        {
            all.Remove(name);
        }

        return all;
    }
}
