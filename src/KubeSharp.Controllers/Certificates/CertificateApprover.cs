using KubeSharp.Client;
using KubeSharp.Models.Authorization.V1;
using KubeSharp.Models.Certificates.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Approves kubelets' requests for client certificates, if those who ask may: bootstrap tokens with <c>nodeclient</c>, nodes that renew
/// their own with <c>selfnodeclient</c>.
/// </summary>
internal sealed class CertificateApprover : KeyedController
{
    private readonly Informer<CertificateSigningRequest> requests;

    public CertificateApprover(ControllerContext context)
        : base(context, workers: 1) => requests = Main<CertificateSigningRequest>();

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (requests.Get(key) is not { } request || request.Status.Certificate is { Length: > 0 }) return ReconcileResult.Done;
        if (CertificateDecision.Has(request, "Approved") || CertificateDecision.Has(request, "Denied")) return ReconcileResult.Done;
        if (request.Spec.SignerName != SignerNames.KubeletClient || RequestFacts.Read(request.Spec.Request) is not { } facts) return ReconcileResult.Done;
        if (!CertificateDecision.IsKubeletClient(facts, request.Spec.Usages ?? [])) return ReconcileResult.Done;
        if (facts.CommonName == request.Spec.Username && await MayAsync(request, "selfnodeclient", cancellationToken).ConfigureAwait(false))
            return await ApproveAsync(request, "Auto approving self kubelet client certificate after SubjectAccessReview.", cancellationToken).ConfigureAwait(false);
        if (await MayAsync(request, "nodeclient", cancellationToken).ConfigureAwait(false))
            return await ApproveAsync(request, "Auto approving kubelet client certificate after SubjectAccessReview.", cancellationToken).ConfigureAwait(false);

        // The right may be given later: a request that is recognised but not allowed is looked at again.
        return ReconcileResult.Retry;
    }

    private async Task<ReconcileResult> ApproveAsync(CertificateSigningRequest request, string message, CancellationToken cancellationToken)
    {
        CertificateSigningRequest copy = request.DeepCopy();
        (copy.Status.Conditions ??= []).Add(new CertificateSigningRequestCondition
        {
            Type = "Approved",
            Status = Truth.True,
            Reason = "AutoApproved",
            Message = message,
            LastUpdateTime = Context.Now,
            LastTransitionTime = Context.Now,
        });
        await Client.UpdateSubresourceAsync<CertificateSigningRequest, CertificateSigningRequest>(
            null, request.Metadata.Name!, "approval", copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private async Task<bool> MayAsync(CertificateSigningRequest request, string subresource, CancellationToken cancellationToken)
    {
        var review = new SubjectAccessReview();
        review.Spec.User = request.Spec.Username;
        review.Spec.Uid = request.Spec.Uid;
        review.Spec.Groups = request.Spec.Groups;
        review.Spec.Extra = request.Spec.Extra;
        review.Spec.ResourceAttributes = new ResourceAttributes
        {
            Group = "certificates.k8s.io",
            Resource = "certificatesigningrequests",
            Verb = "create",
            Subresource = subresource,
        };
        SubjectAccessReview answer = await Client.CreateAsync(review, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.Status.Allowed;
    }
}
