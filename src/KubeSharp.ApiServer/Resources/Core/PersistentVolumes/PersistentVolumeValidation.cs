using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>Checks of volumes: where their bytes lie never changes.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/persistent-volumes/</remarks>
internal static class PersistentVolumeValidation
{
    private static readonly string[] Sources =
    [
        "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume", "flocker", "gcePersistentDisk", "glusterfs", "hostPath",
        "iscsi", "local", "nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume",
    ];

    public static void Check(JsonObject volume, ErrorList errors)
    {
        var spec = volume.GetObject("spec") ?? new JsonObject();
        AccessModes(spec.GetArray("accessModes"), FieldPath.Spec.Child("accessModes"), "", errors);
        var capacity = spec.GetObject("capacity");
        if (capacity is not { Count: > 0 }) errors.Add(FieldError.Required(FieldPath.Spec.Child("capacity")));
        else if (capacity.Count > 1 || !capacity.Contains("storage")) errors.Add(FieldError.NotSupported(FieldPath.Spec.Child("capacity"), capacity, ["storage"]));
        foreach (var (resource, amount) in capacity ?? new JsonObject())
        {
            if (Checks.Amount(amount) is { Sign: <= 0 } none) errors.Add(FieldError.Invalid(FieldPath.Spec.Child("capacity").Key(resource), none.ToString(), "must be greater than zero"));
        }

        errors.OneOf(FieldPath.Spec.Child("persistentVolumeReclaimPolicy"), spec.GetString("persistentVolumeReclaimPolicy"), "Delete", "Recycle", "Retain");
        errors.OneOf(FieldPath.Spec.Child("volumeMode"), spec.GetString("volumeMode"), "Block", "Filesystem");
        var count = 0;
        foreach (var source in Sources)
        {
            if (spec.Contains(source) && ++count > 1) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child(source), "may not specify more than 1 volume type"));
        }

        if (count == 0) errors.Add(FieldError.Required(FieldPath.Spec, "must specify a volume type"));
        if (spec.FindString("hostPath", "path") is { } path) HostPath(path, FieldPath.Spec.Child("hostPath", "path"), errors);
        else if (spec.Contains("hostPath")) errors.Add(FieldError.Required(FieldPath.Spec.Child("hostPath", "path")));
        if (spec.GetObject("csi") is { } csi)
        {
            errors.RequiredText(FieldPath.Spec.Child("csi", "driver"), csi.GetString("driver"), Storage.CsiNames.Check);
            errors.RequiredText(FieldPath.Spec.Child("csi", "volumeHandle"), csi.GetString("volumeHandle"));
        }

        if (spec.GetObject("local") is { } local)
        {
            errors.RequiredText(FieldPath.Spec.Child("local", "path"), local.GetString("path"));
            if (!spec.Contains("nodeAffinity")) errors.Add(FieldError.Required(FieldPath.Spec.Child("nodeAffinity"), "Local volume requires node affinity"));
        }

        if (spec.GetString("storageClassName") is { Length: > 0 } name) errors.AddInvalid(FieldPath.Spec.Child("storageClassName"), name, StringValidators.Dns1123Subdomain(name));
    }

    public static void CheckUpdate(JsonObject volume, JsonObject old, ErrorList errors)
    {
        var (spec, before) = (volume.GetObject("spec") ?? new JsonObject(), old.GetObject("spec") ?? new JsonObject());
        if (Array.Exists(Sources, source => !JsonValue.DeepEquals(spec[source], before[source])))
            errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("persistentvolumesource"), "spec.persistentvolumesource is immutable after creation"));
        errors.Immutable(FieldPath.Of("volumeMode"), spec["volumeMode"], before["volumeMode"]);
        if (before.Contains("nodeAffinity") && !JsonValue.DeepEquals(spec["nodeAffinity"], before["nodeAffinity"]))
        {
            errors.Add(FieldError.Invalid(
                FieldPath.Of("nodeAffinity"), spec["nodeAffinity"], "field is immutable, except for updating from beta label to GA"));
        }
    }

    /// <summary>At least one way of access; the one for a single pod stands alone.</summary>
    public static void AccessModes(JsonArray? modes, FieldPath path, string missing, ErrorList errors)
    {
        if (modes is not { Count: > 0 }) errors.Add(FieldError.Required(path, missing));
        foreach (var (_, mode) in modes.Texts()) errors.OneOf(path, mode, "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        if (modes?.Count > 1 && modes.Texts().Any(item => item.Text == "ReadWriteOncePod"))
            errors.Add(FieldError.Forbidden(path, "may not use ReadWriteOncePod with other access modes"));
    }

    private static void HostPath(string path, FieldPath at, ErrorList errors)
    {
        if (path.Length == 0) errors.Add(FieldError.Required(at));
        else if (path.Split('/').Contains("..")) errors.Add(FieldError.Invalid(at, path, "must not contain '..'"));
    }
}
