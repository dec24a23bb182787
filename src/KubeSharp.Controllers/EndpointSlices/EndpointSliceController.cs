using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="SliceDecision"/> out for every Service with a selector.</summary>
internal sealed class EndpointSliceController : ServiceController
{
    private const string ByService = "managedByService";
    private readonly Expectations expectations = new();
    private readonly Informer<EndpointSlice> slices;
    private readonly Informer<Node> nodes;

    public EndpointSliceController(ControllerContext context)
        : base(context)
    {
        nodes = Need<Node>();
        slices = Need<EndpointSlice>();
        slices.AddIndex(ByService, static s => ServiceOf(s) is { } name ? [s.Metadata.Namespace + "/" + name] : []);
        slices.AddHandler(SliceSeen, (_, slice) => SliceSeen(slice), SliceSeen);
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Service? service = Services.Get(key);
        if (service is null || service.Metadata.DeletionTimestamp is not null)
        {
            // Its slices go with it: they are owned by it.
            if (service is null) expectations.Forget(key);
            return ReconcileResult.Done;
        }

        if (service.Spec.Selector is null || service.Spec.Type == "ExternalName") return ReconcileResult.Done;
        if (!expectations.AreMet(key, slices)) return ReconcileResult.After(TimeSpan.FromSeconds(30));
        SlicePlan plan = SliceDecision.Decide(
            service, Selected(service), slices.ByIndex(ByService, key.Namespace + "/" + key.Name), ZoneOf, Context.Options.MaxEndpointsPerSlice);
        await SliceActions.ApplyAsync(Client, expectations, key, plan, cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }

    private string? ZoneOf(string node) => nodes.Get(null, node)?.Metadata.Labels?.GetValueOrDefault("topology.kubernetes.io/zone");

    private void SliceSeen(EndpointSlice slice)
    {
        if (ServiceOf(slice) is { } name) Queue.Add(new ObjectKey(slice.Metadata.Namespace ?? "", name));
    }

    private static string? ServiceOf(EndpointSlice slice) =>
        slice.Metadata.Labels?.GetValueOrDefault(SliceNames.ManagedBy) == SliceNames.Controller ? slice.Metadata.Labels.GetValueOrDefault(SliceNames.ServiceName) : null;
}
