using KubeSharp.ApiMachinery.Selectors;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Which volume a claim gets: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding.</summary>
internal static class VolumeMatch
{
    /// <summary>The volume that was made for the claim, else the smallest that satisfies it; null when there is none.</summary>
    public static PersistentVolume? Find(PersistentVolumeClaim claim, IReadOnlyList<PersistentVolume> volumes)
    {
        PersistentVolume? best = null;
        LabelQuery selector = claim.Spec.Selector is null ? LabelQuery.Everything : Selectors.Of(claim.Spec.Selector);
        foreach (PersistentVolume volume in volumes)
        {
            if (volume.Metadata.DeletionTimestamp is not null || !Satisfies(volume, claim)) continue;
            if (volume.Spec.ClaimRef is not null)
            {
                // Set aside for this very claim.
                if (IsFor(volume, claim)) return volume;
                continue;
            }

            if (volume.Status.Phase is not ("Available" or "Pending" or null or "") || !selector.Matches(volume.Metadata.Labels)) continue;
            if (best is null || Size(volume) < Size(best) || (Size(volume) == Size(best) && string.CompareOrdinal(volume.Metadata.Name, best.Metadata.Name) < 0)) best = volume;
        }

        return best;
    }

    /// <summary>The volume's reference names this claim, or will once the claim is there.</summary>
    public static bool IsFor(PersistentVolume volume, PersistentVolumeClaim claim) =>
        volume.Spec.ClaimRef is { } reference && reference.Name == claim.Metadata.Name && reference.Namespace == claim.Metadata.Namespace
        && (string.IsNullOrEmpty(reference.Uid) || reference.Uid == claim.Metadata.Uid);

    public static bool Satisfies(PersistentVolume volume, PersistentVolumeClaim claim)
    {
        Quantity wanted = default;
        claim.Spec.Resources.Requests?.TryGetValue("storage", out wanted);
        if (Size(volume) < wanted || Class(volume) != Class(claim)) return false;
        if ((volume.Spec.VolumeMode ?? "Filesystem") != (claim.Spec.VolumeMode ?? "Filesystem")) return false;
        if ((volume.Spec.VolumeAttributesClassName ?? "") != (claim.Spec.VolumeAttributesClassName ?? "")) return false;
        foreach (string mode in claim.Spec.AccessModes ?? [])
            if (volume.Spec.AccessModes?.Contains(mode) != true) return false;
        return true;
    }

    public static string Class(PersistentVolumeClaim claim) => Class(claim.Metadata.Annotations, claim.Spec.StorageClassName);

    private static string Class(PersistentVolume volume) => Class(volume.Metadata.Annotations, volume.Spec.StorageClassName);

    private static string Class(Dictionary<string, string>? annotations, string? name) =>
        annotations?.GetValueOrDefault("volume.beta.kubernetes.io/storage-class") ?? name ?? "";

    private static Quantity Size(PersistentVolume volume)
    {
        Quantity size = default;
        volume.Spec.Capacity?.TryGetValue("storage", out size);
        return size;
    }
}
