using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.ConfigMaps;

/// <summary>A ConfigMap as files that follow its changes (https://kubernetes.io/docs/concepts/storage/volumes/#configmap).</summary>
internal sealed class ConfigMapPlugin : IVolumePlugin
{
    internal const int DefaultMode = 0b110_100_100;

    public string Name => "kubernetes.io~configmap";

    public bool Handles(Volume volume) => volume.ConfigMap is not null;

    public async ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken)
    {
        var source = context.Volume.ConfigMap!;
        var name = source.Name ?? "";
        var configMap = await context.Objects.GetConfigMapAsync(context.Pod.Metadata.Namespace!, name, cancellationToken);
        var files = ConfigMapFiles.From(name, configMap, source.Items, source.Optional ?? false, source.DefaultMode ?? DefaultMode);
        VolumeFolder.Ensure(context.Folder);
        AtomicWriter.Write(context.Folder, files, context.FsGroup, context.Time.GetUtcNow());
        return context.Folder;
    }

    public void TearDown(string folder) => VolumeFolder.Remove(folder);
}
