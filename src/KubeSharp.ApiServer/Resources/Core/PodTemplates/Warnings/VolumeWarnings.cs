namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Kinds of volumes that are on their way out, or gone.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/storage/volumes/</remarks>
internal static class VolumeWarnings
{
    private static readonly (string Source, string Shown, string Message)[] Deprecated =
    [
        ("photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"),
        ("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"),
    ];

    /// <summary>Warns of the volumes of a pod.</summary>
    public static void Check(FieldCheck spec, Action<string> warn)
    {
        foreach (var volume in spec.Items("volumes"))
        {
            Source(volume, warn);
            if (volume.Has("gitRepo")) warn($"{volume.At("gitRepo")}: deprecated in v1.11, and disabled by default in v1.33+");
            if (volume.Child("ephemeral")?.Child("volumeClaimTemplate")?.Child("spec") is { } claim) Claim(claim, warn);
        }
    }

    /// <summary>Warns of a source that a volume of a pod and a PersistentVolume can both have.</summary>
    public static void Source(FieldCheck volume, Action<string> warn)
    {
        foreach (var (source, shown, message) in Deprecated)
        {
            if (volume.Has(source)) warn($"{volume.At(shown)}: {message}");
        }
    }

    /// <summary>Warns of the specification of a PersistentVolumeClaim.</summary>
    public static void Claim(FieldCheck claim, Action<string> warn)
    {
        var resources = claim.ChildOrEmpty("resources");
        ContainerWarnings.Fraction(resources.ChildOrEmpty("requests"), "storage", warn);
        ContainerWarnings.Fraction(resources.ChildOrEmpty("limits"), "storage", warn);
    }
}
