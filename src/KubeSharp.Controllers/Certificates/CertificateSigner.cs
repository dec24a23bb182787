using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Client;
using KubeSharp.Models.Certificates.V1;

namespace KubeSharp.Controllers;

/// <summary>Signs approved requests for the built-in signers with the cluster's CA, read again for every signature so that it can be renewed.</summary>
internal sealed class CertificateSigner : KeyedController
{
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);
    private readonly Informer<CertificateSigningRequest> requests;

    public CertificateSigner(ControllerContext context)
        : base(context, workers: 1) => requests = Main<CertificateSigningRequest>();

    /// <summary>The certificate for a request, PEM.</summary>
    /// <param name="request">An approved request.</param>
    /// <param name="facts">What it asks for.</param>
    /// <param name="authority">The CA with its key.</param>
    /// <param name="longest">The longest life to give.</param>
    /// <param name="now">Now.</param>
    public static byte[] Sign(CertificateSigningRequest request, RequestFacts facts, X509Certificate2 authority, TimeSpan longest, DateTimeOffset now)
    {
        var certificate = new CertificateRequest(facts.Request.SubjectName, facts.Request.PublicKey, HashAlgorithmName.SHA256);
        certificate.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        X509KeyUsageFlags usage = X509KeyUsageFlags.None;
        var purposes = new OidCollection();
        foreach (string name in request.Spec.Usages ?? [])
        {
            switch (name)
            {
                case "digital signature": usage |= X509KeyUsageFlags.DigitalSignature; break;
                case "key encipherment": usage |= X509KeyUsageFlags.KeyEncipherment; break;
                case "client auth": purposes.Add(new Oid("1.3.6.1.5.5.7.3.2")); break;
                case "server auth": purposes.Add(new Oid("1.3.6.1.5.5.7.3.1")); break;
            }
        }

        if (usage != X509KeyUsageFlags.None) certificate.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        if (purposes.Count > 0) certificate.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, false));
        foreach (X509Extension extension in facts.Request.CertificateExtensions)
            if (extension.Oid?.Value == "2.5.29.17") certificate.CertificateExtensions.Add(extension);
        if (authority.Extensions["2.5.29.14"] is { } key)
            certificate.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new X509SubjectKeyIdentifierExtension(key, false)));

        TimeSpan life = longest;
        if (request.Spec.ExpirationSeconds is { } seconds && TimeSpan.FromSeconds(seconds) < life) life = TimeSpan.FromSeconds(Math.Max(600, seconds));
        DateTimeOffset end = now - Backdate + life;
        if (end > authority.NotAfter) end = authority.NotAfter;
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        using X509Certificate2 signed = certificate.Create(
            authority.SubjectName, Generator(authority), now - Backdate, end, serial);
        return Encoding.ASCII.GetBytes(signed.ExportCertificatePem() + "\n");
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (requests.Get(key) is not { } request || request.Status.Certificate is { Length: > 0 }) return ReconcileResult.Done;
        if (!CertificateDecision.Has(request, "Approved") || CertificateDecision.Has(request, "Denied") || CertificateDecision.Has(request, "Failed")) return ReconcileResult.Done;
        if (request.Spec.SignerName is not (SignerNames.ApiServerClient or SignerNames.KubeletClient or SignerNames.KubeletServing or SignerNames.Legacy)) return ReconcileResult.Done;
        if (Context.Options is not { ClusterSigningCertFile: { } certificateFile, ClusterSigningKeyFile: { } keyFile }) return ReconcileResult.Done;
        CertificateSigningRequest copy = request.DeepCopy();
        RequestFacts? facts = RequestFacts.Read(request.Spec.Request);
        string? refusal = facts is null ? "the request cannot be read" : CertificateDecision.Refusal(request, facts);
        if (refusal is not null)
        {
            (copy.Status.Conditions ??= []).Add(new CertificateSigningRequestCondition
            {
                Type = "Failed",
                Status = Truth.True,
                Reason = "SignerValidationFailure",
                Message = refusal,
                LastUpdateTime = Context.Now,
                LastTransitionTime = Context.Now,
            });
        }
        else
        {
            using X509Certificate2 authority = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            copy.Status.Certificate = Sign(request, facts!, authority, Context.Options.ClusterSigningDuration, Context.Now);
        }

        await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private static X509SignatureGenerator Generator(X509Certificate2 authority) =>
        authority.GetECDsaPrivateKey() is { } ecdsa ? X509SignatureGenerator.CreateForECDsa(ecdsa)
        : X509SignatureGenerator.CreateForRSA(authority.GetRSAPrivateKey() ?? throw new CryptographicException("the CA's key is neither RSA nor ECDSA"), RSASignaturePadding.Pkcs1);
}
