using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.DownwardApi;

/// <summary>The pod's own fields as files (https://kubernetes.io/docs/concepts/storage/volumes/#downwardapi).</summary>
internal sealed class DownwardApiPlugin : IVolumePlugin
{
    public string Name => "kubernetes.io~downward-api";

    public bool Handles(Volume volume) => volume.DownwardAPI is not null;

    public ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken)
    {
        var source = context.Volume.DownwardAPI!;
        var files = DownwardApiFiles.From(context.Pod, source.Items, source.DefaultMode ?? ConfigMaps.ConfigMapPlugin.DefaultMode, context.Allocatable);
        VolumeFolder.EnsureInMemory(context.Folder);
        AtomicWriter.Write(context.Folder, files, context.FsGroup, context.Time.GetUtcNow());
        return ValueTask.FromResult(context.Folder);
    }

    public void TearDown(string folder) => VolumeFolder.Remove(folder);
}
