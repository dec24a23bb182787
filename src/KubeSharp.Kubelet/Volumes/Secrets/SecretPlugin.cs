using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.Secrets;

/// <summary>A Secret as files in memory that follow its changes (https://kubernetes.io/docs/concepts/storage/volumes/#secret).</summary>
internal sealed class SecretPlugin : IVolumePlugin
{
    public string Name => "kubernetes.io~secret";

    public bool Handles(Volume volume) => volume.Secret is not null;

    public async ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken)
    {
        var source = context.Volume.Secret!;
        var name = source.SecretName ?? "";
        var secret = await context.Objects.GetSecretAsync(context.Pod.Metadata.Namespace!, name, cancellationToken);
        var files = SecretFiles.From(name, secret, source.Items, source.Optional ?? false, source.DefaultMode ?? ConfigMaps.ConfigMapPlugin.DefaultMode);
        VolumeFolder.EnsureInMemory(context.Folder);
        AtomicWriter.Write(context.Folder, files, context.FsGroup, context.Time.GetUtcNow());
        return context.Folder;
    }

    public void TearDown(string folder) => VolumeFolder.Remove(folder);
}
