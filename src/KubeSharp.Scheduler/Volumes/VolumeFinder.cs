using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Storage.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Volumes;

/// <summary>Finds a volume for a claim on a node, or says whether one can be made.</summary>
internal static class VolumeFinder
{
    /// <summary>
    /// The smallest free volume that satisfies the claim on the node and is none of <paramref name="taken"/>; a volume already reserved
    /// for the claim goes first.
    /// </summary>
    public static PersistentVolume? Find(VolumeCatalog catalog, PersistentVolumeClaim claim, NodeInfo node, HashSet<string>? taken)
    {
        var claimKey = claim.Metadata.Namespace + "/" + claim.Metadata.Name;
        var wanted = Request(claim);
        var selector = claim.Spec.Selector is null ? LabelMatcher.Everything : LabelMatcher.From(claim.Spec.Selector);
        PersistentVolume? best = null;
        Quantity bestSize = default;
        foreach (var volume in catalog.Volumes)
        {
            var name = volume.Metadata.Name ?? "";
            if (volume.Metadata.DeletionTimestamp is not null || taken?.Contains(name) == true)
                continue;
            if ((volume.Spec.StorageClassName ?? "") != (claim.Spec.StorageClassName ?? ""))
                continue;
            if ((volume.Spec.VolumeMode ?? "Filesystem") != (claim.Spec.VolumeMode ?? "Filesystem"))
                continue;
            var size = Capacity(volume);
            if (size < wanted || !HasModes(volume, claim) || !catalog.AllowsNode(volume, node))
                continue;
            if (catalog.PromisedTo(name) is { } promised && promised != claimKey)
                continue;
            if (volume.Spec.ClaimRef is { } reference)
            {
                if (reference.Name != claim.Metadata.Name || reference.Namespace != claim.Metadata.Namespace)
                    continue;
                if (string.IsNullOrEmpty(reference.Uid) || reference.Uid == claim.Metadata.Uid)
                    return volume;
                continue;
            }

            if (!string.IsNullOrEmpty(volume.Status.Phase) && volume.Status.Phase != "Available")
                continue;
            if (!selector.Matches(volume.Metadata.Labels))
                continue;
            if (best is null || size < bestSize)
                (best, bestSize) = (volume, size);
        }

        return best;
    }

    /// <summary>True when the class has a provisioner that may make a volume for the node.</summary>
    public static bool CanProvision(StorageClass storageClass, NodeInfo node)
    {
        if (string.IsNullOrEmpty(storageClass.Provisioner) || storageClass.Provisioner == VolumeAnnotations.NoProvisioner)
            return false;
        if (storageClass.AllowedTopologies is not { Count: > 0 } topologies)
            return true;
        foreach (var term in topologies)
        {
            var matches = true;
            foreach (var expression in term.MatchLabelExpressions ?? [])
            {
                if (node.Labels is null || !node.Labels.TryGetValue(expression.Key, out var value) || !expression.Values.Contains(value))
                {
                    matches = false;
                    break;
                }
            }

            if (matches)
                return true;
        }

        return false;
    }

    private static Quantity Request(PersistentVolumeClaim claim) =>
        claim.Spec.Resources.Requests is { } requests && requests.TryGetValue("storage", out var quantity) ? quantity : default;

    private static Quantity Capacity(PersistentVolume volume) =>
        volume.Spec.Capacity is { } capacity && capacity.TryGetValue("storage", out var quantity) ? quantity : default;

    private static bool HasModes(PersistentVolume volume, PersistentVolumeClaim claim)
    {
        foreach (var mode in claim.Spec.AccessModes ?? [])
        {
            if (volume.Spec.AccessModes?.Contains(mode) != true)
                return false;
        }

        return true;
    }
}
