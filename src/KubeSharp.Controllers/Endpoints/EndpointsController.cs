using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="EndpointsDecision"/> out.</summary>
internal sealed class EndpointsController : ServiceController
{
    private readonly Informer<Models.Core.V1.Endpoints> endpoints;

    public EndpointsController(ControllerContext context)
        : base(context)
    {
        endpoints = Need<Models.Core.V1.Endpoints>();
        endpoints.AddHandler(null, null, item => Queue.Add(ObjectKey.Of(item)));
    }

    /// <summary>Endpoints whose Service went while nobody watched are still to be removed.</summary>
    protected override Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (Models.Core.V1.Endpoints item in endpoints.List())
            if (IsOurs(item)) Queue.Add(ObjectKey.Of(item));
        return Task.CompletedTask;
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Service? service = Services.Get(key);
        Models.Core.V1.Endpoints? current = endpoints.Get(key);
        try
        {
            if (service is null)
            {
                // The name of a service is the only tie: what someone wrote by hand for a service without selector goes with it, too.
                if (current is not null && current.Metadata.Labels?.ContainsKey(SliceNames.SkipMirror) != true && current.Metadata.Annotations?.ContainsKey("control-plane.alpha.kubernetes.io/leader") != true)
                    await Client.DeleteAsync<Models.Core.V1.Endpoints>(key.Namespace, key.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
                return ReconcileResult.Done;
            }

            if (service.Spec.Selector is null || service.Spec.Type == "ExternalName" || service.Metadata.DeletionTimestamp is not null) return ReconcileResult.Done;
            Models.Core.V1.Endpoints? wanted = EndpointsDecision.Decide(service, Selected(service), current);
            if (wanted is null) return ReconcileResult.Done;
            if (current is null) await Client.CreateAsync(wanted, cancellationToken: cancellationToken).ConfigureAwait(false);
            else await Client.UpdateAsync(wanted, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsNamespaceTerminating)
        {
            // Gone already, or no longer needed.
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            return ReconcileResult.Retry;
        }

        return ReconcileResult.Done;
    }

    private static bool IsOurs(Models.Core.V1.Endpoints item) =>
        item.Metadata.Labels?.GetValueOrDefault(SliceNames.EndpointsManagedBy) == SliceNames.EndpointsController;
}
