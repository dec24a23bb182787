using KubeSharp.Models.Authentication.V1;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>The API objects that volumes and environment take their content from. Null means that there is no such object.</summary>
internal interface IPodObjects
{
    ValueTask<ConfigMap?> GetConfigMapAsync(string @namespace, string name, CancellationToken cancellationToken);

    ValueTask<Secret?> GetSecretAsync(string @namespace, string name, CancellationToken cancellationToken);

    ValueTask<PersistentVolumeClaim?> GetClaimAsync(string @namespace, string name, CancellationToken cancellationToken);

    ValueTask<PersistentVolume?> GetVolumeAsync(string name, CancellationToken cancellationToken);

    /// <summary>Asks for a token of a service account (the <c>token</c> subresource).</summary>
    ValueTask<TokenRequest> RequestTokenAsync(string @namespace, string serviceAccount, TokenRequest request, CancellationToken cancellationToken);
}
