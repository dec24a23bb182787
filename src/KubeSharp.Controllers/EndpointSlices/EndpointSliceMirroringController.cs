using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="MirrorDecision"/> out.</summary>
internal sealed class EndpointSliceMirroringController : KeyedController
{
    private const string ByService = "mirroredService";
    private readonly Expectations expectations = new();
    private readonly Informer<Service> services;
    private readonly Informer<Models.Core.V1.Endpoints> endpoints;
    private readonly Informer<EndpointSlice> slices;

    public EndpointSliceMirroringController(ControllerContext context)
        : base(context)
    {
        endpoints = Main<Models.Core.V1.Endpoints>();
        services = Need<Service>();
        services.AddHandler(item => Queue.Add(ObjectKey.Of(item)), (_, item) => Queue.Add(ObjectKey.Of(item)), item => Queue.Add(ObjectKey.Of(item)));
        slices = Need<EndpointSlice>();
        slices.AddIndex(ByService, static s => ServiceOf(s) is { } name ? [s.Metadata.Namespace + "/" + name] : []);
        slices.AddHandler(null, (_, slice) => SliceSeen(slice), SliceSeen);
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Models.Core.V1.Endpoints? source = endpoints.Get(key);
        if (source is null) expectations.Forget(key);
        if (!expectations.AreMet(key, slices)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        bool mirrored = source is not null && source.Metadata.DeletionTimestamp is null && MirrorDecision.IsMirrored(source, services.Get(key));
        SlicePlan plan = MirrorDecision.Decide(
            mirrored ? source : null, slices.ByIndex(ByService, key.Namespace + "/" + key.Name), Context.Options.MaxEndpointsPerSlice);
        await SliceActions.ApplyAsync(Client, expectations, key, plan, cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private void SliceSeen(EndpointSlice slice)
    {
        if (ServiceOf(slice) is { } name) Queue.Add(new ObjectKey(slice.Metadata.Namespace ?? "", name));
    }

    private static string? ServiceOf(EndpointSlice slice) => slice.Metadata.Labels?.GetValueOrDefault(SliceNames.ManagedBy) == SliceNames.MirroringController
        ? slice.Metadata.Labels.GetValueOrDefault(SliceNames.ServiceName) : null;
}
