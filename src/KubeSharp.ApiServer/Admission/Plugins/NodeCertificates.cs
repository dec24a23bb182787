using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>A kubelet asks for certificates of its own name only. Pure.</summary>
internal static class NodeCertificates
{
    private const string CommonName = "2.5.4.3";

    /// <summary>Why a request is refused, or null.</summary>
    public static string? Check(AdmissionAttributes attributes)
    {
        if (attributes.Operation != AdmissionOperation.Create
            || attributes.Object?.FindString("spec", "signerName") is not ("kubernetes.io/kube-apiserver-client-kubelet" or "kubernetes.io/kubelet-serving"))
            return null;
        try
        {
            var pem = Encoding.ASCII.GetString(Convert.FromBase64String(attributes.Object.FindString("spec", "request") ?? ""));
            var request = CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation);
            foreach (var part in request.SubjectName.EnumerateRelativeDistinguishedNames())
            {
                if (!part.HasMultipleElements && part.GetSingleElementType().Value == CommonName && part.GetSingleElementValue() == attributes.User.Name) return null;
            }

            return $"can only create a node CSR with CN={attributes.User.Name}";
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return $"unable to parse csr: {e.Message}";
        }
    }
}
