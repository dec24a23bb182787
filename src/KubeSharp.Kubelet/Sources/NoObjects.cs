using KubeSharp.Kubelet.Volumes;
using KubeSharp.Models.Authentication.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Sources;

/// <summary>A kubelet without an API server runs static pods, and those can refer to nothing.</summary>
internal sealed class NoObjects : IPodObjects
{
    public ValueTask<ConfigMap?> GetConfigMapAsync(string @namespace, string name, CancellationToken cancellationToken) => default;

    public ValueTask<Secret?> GetSecretAsync(string @namespace, string name, CancellationToken cancellationToken) => default;

    public ValueTask<PersistentVolumeClaim?> GetClaimAsync(string @namespace, string name, CancellationToken cancellationToken) => default;

    public ValueTask<PersistentVolume?> GetVolumeAsync(string name, CancellationToken cancellationToken) => default;

    public ValueTask<TokenRequest> RequestTokenAsync(
        string @namespace, string serviceAccount, TokenRequest request, CancellationToken cancellationToken) =>
        throw new VolumeException("there is no API server to ask for tokens");
}
