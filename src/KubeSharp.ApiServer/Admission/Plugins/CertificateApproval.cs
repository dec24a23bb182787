using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Approving a request needs the right to approve for its signer (https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#authorization).</summary>
internal sealed class CertificateApproval(IAuthorizer authorizer) : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "CertificateApproval";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("certificates.k8s.io", "certificatesigningrequests", "approval"))
            return null;

        // The signer of the stored request: an approval cannot change it.
        var signer = attributes.OldObject?.FindString("spec", "signerName") ?? "";
        return await SignerPermissions.MayAsync(authorizer, attributes.User, "approve", signer, cancellationToken)
            ? null
            : attributes.Forbid($"user not permitted to approve requests with signerName \"{signer}\"");
    }
}
