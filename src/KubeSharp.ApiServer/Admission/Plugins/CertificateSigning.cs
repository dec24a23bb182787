using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Shared;
using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Issuing a certificate, or saying that it failed, needs the right to sign for the signer.</summary>
internal sealed class CertificateSigning(IAuthorizer authorizer) : IValidatingAdmission
{
    /// <inheritdoc/>
    public string Name => "CertificateSigning";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Update;

    /// <inheritdoc/>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("certificates.k8s.io", "certificatesigningrequests", "status")
            || attributes.Object is not { } document
            || attributes.OldObject is not { } old)
            return null;
        if (document.FindString("status", "certificate") == old.FindString("status", "certificate")
            && JsonValue.DeepEquals(document.Find("status", "conditions"), old.Find("status", "conditions")))
            return null;
        var signer = old.FindString("spec", "signerName") ?? "";
        return await SignerPermissions.MayAsync(authorizer, attributes.User, "sign", signer, cancellationToken)
            ? null
            : attributes.Forbid($"user not permitted to sign requests with signerName \"{signer}\"");
    }
}
