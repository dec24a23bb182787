using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Writing a signer's trust bundle needs the right to attest for it (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#clustertrustbundleattest).</summary>
internal sealed class ClusterTrustBundleAttest(IAuthorizer authorizer) : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "ClusterTrustBundleAttest";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation is AdmissionOperation.Create or AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("certificates.k8s.io", "clustertrustbundles") || attributes.Object?.FindString("spec", "signerName") is not { Length: > 0 } signer) return null;
        return await SignerPermissions.MayAsync(authorizer, attributes.User, "attest", signer, cancellationToken)
            ? null
            : attributes.Forbid($"user not permitted to attest for signerName \"{signer}\"");
    }
}
