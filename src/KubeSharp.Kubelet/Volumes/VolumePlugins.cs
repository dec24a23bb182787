using KubeSharp.Kubelet.Volumes.ConfigMaps;
using KubeSharp.Kubelet.Volumes.DownwardApi;
using KubeSharp.Kubelet.Volumes.EmptyDir;
using KubeSharp.Kubelet.Volumes.HostPath;
using KubeSharp.Kubelet.Volumes.PersistentVolumes;
using KubeSharp.Kubelet.Volumes.Projected;
using KubeSharp.Kubelet.Volumes.Secrets;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Every volume type that this kubelet mounts.</summary>
internal static class VolumePlugins
{
    public static IReadOnlyList<IVolumePlugin> Create() =>
    [
        new EmptyDirPlugin(),
        new HostPathPlugin(),
        new ConfigMapPlugin(),
        new SecretPlugin(),
        new DownwardApiPlugin(),
        new ProjectedPlugin(),
        new PersistentVolumeClaimPlugin(),
    ];
}
