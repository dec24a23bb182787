using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Admission.Shared;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Nobody becomes a member of system:masters by a certificate that the cluster signs.</summary>
internal sealed class CertificateSubjectRestriction : IValidatingAdmission
{
    private const string Signer = "kubernetes.io/kube-apiserver-client";
    private const string OrganizationOid = "2.5.4.10";

    /// <inheritdoc/>
    public string Name => "CertificateSubjectRestriction";

    /// <inheritdoc/>
    public bool Handles(AdmissionOperation operation) => operation == AdmissionOperation.Create;

    /// <inheritdoc/>
    public ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (!attributes.IsFor("certificates.k8s.io", "certificatesigningrequests")
            || attributes.Object?.FindString("spec", "signerName") != Signer
            || !AsksForMasters(attributes.Object.FindString("spec", "request") ?? ""))
            return default;
        return new(attributes.Forbid($"use of {Signer} signer with system:masters group is not allowed"));
    }

    private static bool AsksForMasters(string base64)
    {
        try
        {
            var pem = Encoding.ASCII.GetString(Convert.FromBase64String(base64));
            var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation);
            foreach (var part in request.SubjectName.EnumerateRelativeDistinguishedNames())
            {
                if (!part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationOid && part.GetSingleElementValue() == "system:masters")
                    return true;
            }
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            // Not a request at all: validation of the object says so in its own words.
        }

        return false;
    }
}
