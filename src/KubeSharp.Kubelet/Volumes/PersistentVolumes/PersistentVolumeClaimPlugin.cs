using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Kubelet.Volumes.HostPath;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.PersistentVolumes;

/// <summary>
/// The volume that a claim is bound to, of the types that live on the node itself: hostPath and local
/// (https://kubernetes.io/docs/concepts/storage/persistent-volumes/).
/// </summary>
internal sealed class PersistentVolumeClaimPlugin : IVolumePlugin
{
    public string Name => "kubernetes.io~local-volume";

    public bool Handles(Volume volume) => volume.PersistentVolumeClaim is not null || volume.Ephemeral is not null;

    public async ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken)
    {
        var pod = context.Pod;
        var ns = pod.Metadata.Namespace!;
        var claimName = context.Volume.PersistentVolumeClaim?.ClaimName ?? $"{pod.Metadata.Name}-{context.Volume.Name}";
        var claim = await context.Objects.GetClaimAsync(ns, claimName, cancellationToken)
            ?? throw new VolumeException($"persistentvolumeclaim \"{claimName}\" not found");
        if (context.Volume.Ephemeral is not null && claim.Metadata.OwnerReferences?.Exists(o => o.Uid == pod.Metadata.Uid) != true)
            throw new VolumeException($"PVC {ns}/{claimName} was not created for pod {ns}/{pod.Metadata.Name} (pod is not owner)");
        if (claim.Status.Phase != "Bound" || string.IsNullOrEmpty(claim.Spec.VolumeName))
            throw new VolumeException($"PVC {ns}/{claimName} is not bound");
        var volume = await context.Objects.GetVolumeAsync(claim.Spec.VolumeName, cancellationToken)
            ?? throw new VolumeException($"persistentvolume \"{claim.Spec.VolumeName}\" not found");
        if (volume.Spec.ClaimRef?.Uid != claim.Metadata.Uid)
            throw new VolumeException($"persistentvolume \"{claim.Spec.VolumeName}\" is bound to another claim");

        var path = PathOf(volume);
        if (context.FsGroup is { } group && volume.Spec.Local is not null)
            FileOwnership.GiveTree(path, group, pod.Spec.SecurityContext!.FsGroupChangePolicy == "OnRootMismatch");
        return path;
    }

    public void TearDown(string folder)
    {
        // The data outlives the pod.
    }

    private static string PathOf(PersistentVolume volume)
    {
        if (volume.Spec.HostPath is { } hostPath)
        {
            HostPathPlugin.Ensure(hostPath.Path, hostPath.Type ?? "");
            return hostPath.Path;
        }

        if (volume.Spec.Local is { } local)
        {
            return Path.Exists(local.Path)
                ? local.Path
                : throw new VolumeException($"path \"{local.Path}\" does not exist");
        }

        throw new VolumeException($"persistentvolume \"{volume.Metadata.Name}\" is of a type that this node does not mount");
    }
}
