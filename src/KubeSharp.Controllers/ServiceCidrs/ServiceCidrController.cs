using System.Buffers;
using System.Text.Json;
using KubeSharp.Client;
using KubeSharp.Models.Meta.V1;
using KubeSharp.Models.Networking.V1;

namespace KubeSharp.Controllers;

/// <summary>Says which ranges of service addresses may be used, and keeps one that is being deleted as long as Services have addresses that only it covers.</summary>
/// <remarks>https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/</remarks>
internal sealed class ServiceCidrController : KeyedController
{
    private static readonly KubePatch AddFinalizer = KubePatch.StrategicMerge($$$"""{"metadata":{"finalizers":["{{{ServiceCidrDecision.Finalizer}}}"]}}""");

    private static readonly KubePatch RemoveFinalizer =
        KubePatch.StrategicMerge($$$"""{"metadata":{"$deleteFromPrimitiveList/finalizers":["{{{ServiceCidrDecision.Finalizer}}}"]}}""");

    private readonly Informer<ServiceCIDR> ranges;
    private readonly Informer<IPAddress> addresses;

    public ServiceCidrController(ControllerContext context)
        : base(context)
    {
        ranges = Main<ServiceCIDR>();
        ranges.AddHandler(Touch, (_, range) => Touch(range), Touch);
        addresses = Need<IPAddress>();
        addresses.AddHandler(Touch, (_, _) => { }, Touch);
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (ranges.Get(key) is not { } range) return ReconcileResult.Done;
        ServiceCidrAction action = ServiceCidrDecision.Decide(range, ranges.List(), addresses.List(), Context.Now);
        try
        {
            if (action.AddFinalizer) await Client.PatchAsync<ServiceCIDR>(null, key.Name, AddFinalizer, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (action.Ready is { } ready) await SetAsync(range, ready, cancellationToken).ConfigureAwait(false);
            if (action.RemoveFinalizer) await Client.PatchAsync<ServiceCIDR>(null, key.Name, RemoveFinalizer, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            return ReconcileResult.Done;
        }

        return action.After is { } delay ? ReconcileResult.After(delay) : ReconcileResult.Done;
    }

    private async Task SetAsync(ServiceCIDR range, Condition ready, CancellationToken cancellationToken)
    {
        try
        {
            await Client.PatchAsync<ServiceCIDR>(
                null, range.Metadata.Name!, Status(range, ready), "status", new WriteOptions { FieldManager = Context.Name, Force = true }, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (!e.IsNotFound && ready.Status == "True")
        {
            Context.Events.Event(range, EventTypes.Warning, "KubernetesServiceCIDRError", "The ServiceCIDR Status can not be set to Ready=True");
            throw;
        }
    }

    private static KubePatch Status(ServiceCIDR range, Condition ready)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, "ServiceCIDR"u8);
            writer.WriteString("apiVersion"u8, "networking.k8s.io/v1"u8);
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("name"u8, range.Metadata.Name);
            writer.WriteEndObject();
            writer.WriteStartObject("status"u8);
            writer.WriteStartArray("conditions"u8);
            ready.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return KubePatch.Apply(buffer.WrittenMemory);
    }

    private void Touch(ServiceCIDR range)
    {
        foreach (ServiceCIDR other in ServiceCidrDecision.Touched(range, ranges.List())) Queue.Add(ObjectKey.Of(other));
    }

    private void Touch(IPAddress address)
    {
        foreach (ServiceCIDR range in ServiceCidrDecision.Touched(address, ranges.List())) Queue.Add(ObjectKey.Of(range));
    }
}
