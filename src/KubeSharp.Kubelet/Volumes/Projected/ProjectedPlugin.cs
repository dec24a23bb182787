using KubeSharp.Kubelet.Volumes.Common;
using KubeSharp.Kubelet.Volumes.ConfigMaps;
using KubeSharp.Kubelet.Volumes.DownwardApi;
using KubeSharp.Kubelet.Volumes.Secrets;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes.Projected;

/// <summary>Several sources in one folder, service-account tokens among them (https://kubernetes.io/docs/concepts/storage/projected-volumes/).</summary>
internal sealed class ProjectedPlugin : IVolumePlugin
{
    private readonly ServiceAccountTokens _tokens = new();

    public string Name => "kubernetes.io~projected";

    public bool Handles(Volume volume) => volume.Projected is not null;

    public async ValueTask<string> SetUpAsync(VolumeContext context, CancellationToken cancellationToken)
    {
        var projected = context.Volume.Projected!;
        var mode = projected.DefaultMode ?? ConfigMapPlugin.DefaultMode;
        Dictionary<string, FileEntry> files = [];
        foreach (var source in projected.Sources ?? [])
        {
            foreach (var (path, file) in await FilesAsync(context, source, mode, cancellationToken))
                files[path] = file;
        }

        VolumeFolder.EnsureInMemory(context.Folder);
        AtomicWriter.Write(context.Folder, files, context.FsGroup, context.Time.GetUtcNow());
        return context.Folder;
    }

    public void TearDown(string folder)
    {
        // ROOT/pods/UID/volumes/PLUGIN/NAME
        _tokens.Forget(folder.Split('/')[^4]);
        VolumeFolder.Remove(folder);
    }

    private async ValueTask<Dictionary<string, FileEntry>> FilesAsync(
        VolumeContext context, VolumeProjection source, int mode, CancellationToken cancellationToken)
    {
        var ns = context.Pod.Metadata.Namespace!;
        if (source.ConfigMap is { } configMap)
        {
            var found = await context.Objects.GetConfigMapAsync(ns, configMap.Name ?? "", cancellationToken);
            return ConfigMapFiles.From(configMap.Name ?? "", found, configMap.Items, configMap.Optional ?? false, mode);
        }

        if (source.Secret is { } secret)
        {
            var found = await context.Objects.GetSecretAsync(ns, secret.Name ?? "", cancellationToken);
            return SecretFiles.From(secret.Name ?? "", found, secret.Items, secret.Optional ?? false, mode);
        }

        if (source.DownwardAPI is { } downward)
            return DownwardApiFiles.From(context.Pod, downward.Items, mode, context.Allocatable);
        if (source.ServiceAccountToken is { } token)
            return new() { [token.Path] = await _tokens.GetAsync(context, token, mode, cancellationToken) };
        throw new VolumeException("a projected source is of a type that this node does not provide");
    }
}
