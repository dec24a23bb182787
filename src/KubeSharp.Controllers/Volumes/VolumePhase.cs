using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>The phase a volume is in, from its claim.</summary>
internal static class VolumePhase
{
    /// <param name="volume">The volume.</param>
    /// <param name="claim">The claim of the name in its reference; null when there is none.</param>
    public static string Decide(PersistentVolume volume, PersistentVolumeClaim? claim)
    {
        if (volume.Spec.ClaimRef is not { } reference) return "Available";

        // Set aside for a claim that has not come yet.
        if (string.IsNullOrEmpty(reference.Uid)) return "Available";
        if (claim is null || claim.Metadata.Uid != reference.Uid) return "Released";
        return claim.Spec.VolumeName == volume.Metadata.Name || string.IsNullOrEmpty(claim.Spec.VolumeName) ? "Bound" : "Released";
    }
}
