using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.PersistentVolumes;

/// <summary>What writers of volumes and claims are told about what is on its way out.</summary>
internal static class PersistentVolumeWarnings
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";
    private const string MountAnnotation = "volume.beta.kubernetes.io/mount-options";

    private static readonly (string Source, string Message)[] Sources =
    [
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];

    public static void OfVolume(WriteContext context, JsonObject volume)
    {
        OfClass(context, volume);
        if (new Metadata(volume).Annotation(MountAnnotation) is not null)
            context.AddWarning($"{FieldPath.Metadata.Child("annotations").Key(MountAnnotation)}: deprecated since v1.31; use \"mountOptions\" attribute instead");
        var spec = volume.GetObject("spec") ?? new JsonObject();
        if (spec.GetString("persistentVolumeReclaimPolicy") == "Recycle")
        {
            context.AddWarning("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. "
                + "Instead, the recommended approach is to use dynamic provisioning.");
        }

        var path = FieldPath.Of("spec", "nodeAffinity").Child("required", "nodeSelectorTerms");
        foreach (var (index, term) in spec.FindArray("nodeAffinity", "required", "nodeSelectorTerms").Items())
        {
            NodeLabelDeprecations.WarnOfRequirements(context, term.GetArray("matchExpressions"), path.Index(index).Child("matchExpressions"));
        }

        foreach (var (source, message) in Sources)
        {
            if (spec.GetObject(source) is not null) context.AddWarning($"{FieldPath.Spec.Child(source)}: {message}");
        }
    }

    public static void OfClaim(WriteContext context, JsonObject claim)
    {
        OfClass(context, claim);
        OfClaimSpec(context, claim.GetObject("spec"), FieldPath.Spec);
    }

    /// <summary>Also for the templates of stateful sets.</summary>
    public static void OfClaimSpec(WriteContext context, JsonObject? spec, FieldPath path)
    {
        foreach (var list in (ReadOnlySpan<string>)["requests", "limits"])
        {
            if (Checks.Amount(spec?.Find("resources", list, "storage")) is not { } amount || amount.MilliValue % 1000 == 0) continue;
            context.AddWarning($"{path.Child("resources", list).Key("storage")}: fractional byte value \"{amount}\" is invalid, must be an integer");
        }
    }

    private static void OfClass(WriteContext context, JsonObject document)
    {
        if (new Metadata(document).Annotation(ClassAnnotation) is not null)
            context.AddWarning($"{FieldPath.Metadata.Child("annotations").Key(ClassAnnotation)}: deprecated since v1.8; use \"storageClassName\" attribute instead");
    }
}
