using KubeSharp.Client;
using KubeSharp.Models.Certificates.V1;

namespace KubeSharp.Controllers;

/// <summary>Deletes certificate requests that are settled or were never answered.</summary>
internal sealed class CertificateCleaner : KeyedController
{
    private readonly Informer<CertificateSigningRequest> requests;

    public CertificateCleaner(ControllerContext context)
        : base(context, workers: 1) => requests = Main<CertificateSigningRequest>();

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (requests.Get(key) is not { } request || CertificateDecision.Life(request, Context.Now) is not { } left) return ReconcileResult.Done;
        if (left > TimeSpan.Zero) return ReconcileResult.After(left);
        try
        {
            await Client.DeleteAsync<CertificateSigningRequest>(null, key.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            // Gone already.
        }

        return ReconcileResult.Done;
    }
}
