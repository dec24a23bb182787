using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Writing;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>Gives services their families, addresses and ports when they are written, and takes them back when the write fails or the service goes.</summary>
internal sealed class ServiceAllocator : IDisposable
{
    private readonly int firstPort;
    private readonly int lastPort;
    private ClusterIPAllocator? addresses;
    private NodePortAllocator? ports;

    /// <exception cref="ArgumentException">The range of service addresses makes no sense.</exception>
    public ServiceAllocator(ApiServerOptions options)
    {
        Ranges = new ServiceRanges(options.ServiceClusterIPRange);
        (firstPort, lastPort) = (options.ServiceNodePortFirst, options.ServiceNodePortLast);
    }

    /// <summary>The ranges of addresses.</summary>
    public ServiceRanges Ranges { get; }

    /// <summary>The cluster addresses.</summary>
    public ClusterIPAllocator Addresses => addresses ?? throw NotConnected();

    /// <summary>The node ports.</summary>
    public NodePortAllocator Ports => ports ?? throw NotConnected();

    /// <summary>Strategies need this allocator before there is anything to allocate in: it learns of it once it exists.</summary>
    public void Connect(IStore store, IObjectLister objects, OwnWrites writes)
    {
        Ranges.Follow(objects);
        addresses = new ClusterIPAllocator(Ranges, objects, writes);
        ports = new NodePortAllocator(store, firstPort, lastPort);
    }

    /// <summary>Gives a service what it needs.</summary>
    /// <param name="context">The write.</param>
    /// <param name="document">The service as it is wanted; changed.</param>
    /// <param name="old">The service as it is; null for a new one.</param>
    public async ValueTask<Result<IReservation>> ReserveAsync(WriteContext context, JsonObject document, JsonObject? old)
    {
        var metadata = new Metadata(document);
        var owner = new NamespacedName(metadata.Namespace.Length > 0 ? metadata.Namespace : context.Namespace, metadata.Name);
        // What cannot own an address is refused by the validation that follows.
        if (old is null && context.Resource.Strategy.NameCheck(owner.Name, false).Length > 0) return default;
        var spec = document.GetOrAddObject("spec");
        var now = new ServiceFields(spec);
        ServiceFields? before = old is null ? null : new ServiceFields(old.GetObject("spec") ?? []);
        if (before is { } was) ServiceCarryOver.KeepAllocated(now, was);
        ServiceCarryOver.AlignClusterIPs(now, before);
        var errors = new ErrorList();
        ServiceFamilies.Complete(now, before, Ranges.Families, errors);
        if (errors.ToStatus(context.Resource.GroupKind, owner.Name) is { } invalid) return invalid;

        var reservation = new ServiceReservation(this, owner, context.DryRun);
        var refusal = await AddressesAsync(context, owner, now, before, reservation) ?? await PortsAsync(context, owner, spec, before, reservation);
        if (refusal is null) return reservation;
        await reservation.CompleteAsync(written: false);
        return refusal;
    }

    /// <summary>Takes back all that a service had.</summary>
    public ValueTask ReleaseAsync(JsonObject service)
    {
        var metadata = new Metadata(service);
        var spec = new ServiceFields(service.GetObject("spec") ?? []);
        List<int> numbers = [.. spec.Ports.Select(ServiceFields.NodePort).Where(port => port != 0)];
        if (spec.HealthCheckNodePort != 0) numbers.Add((int)spec.HealthCheckNodePort);
        return ReleaseAsync(
            new NamespacedName(metadata.Namespace, metadata.Name), spec.IsHeadless || spec.IsExternalName ? [] : spec.ClusterIPs, numbers);
    }

    /// <summary>Takes back addresses and ports of a service. What is lost here, to a crash, the repair finds.</summary>
    public async ValueTask ReleaseAsync(NamespacedName owner, IReadOnlyCollection<string> released, IReadOnlyCollection<int> numbers)
    {
        // Not with the request: who went away halfway must not leave addresses taken.
        foreach (var address in released) await Addresses.ReleaseAsync(owner, address, CancellationToken.None);
        await Ports.ReleaseAsync(numbers, CancellationToken.None);
    }

    public void Dispose() => Ranges.Dispose();

    private async ValueTask<StatusError?> AddressesAsync(WriteContext context, NamespacedName owner, ServiceFields now, ServiceFields? old, ServiceReservation reservation)
    {
        if (old is not { } before) return await AllAsync(context, owner, now, reservation);
        if (ServiceFamilies.StaysPreferred(now, before)) return null;
        if (before.IsExternalName) return await AllAsync(context, owner, now, reservation);
        if (before.ClusterIPs is [ServiceFields.Headless, ..]) return null;
        if (now.IsExternalName)
        {
            reservation.ReleasedAddresses.AddRange(before.ClusterIPs);
            return null;
        }

        if (before.Families.Count == 1 && now.Families.Count == 2 && now.ClusterIPs is not [ServiceFields.Headless, ..])
        {
            var second = now.ClusterIPs.Count > 1 ? now.ClusterIPs[1] : "";
            (string, string)[] wanted = [(now.Families[1], second)];
            if (await Addresses.TakeAsync(owner, now, wanted, context.DryRun, reservation.TakenAddresses, context.Cancelled) is { } refused) return refused;
            now.ClusterIPs = [now.ClusterIPs.Count > 0 ? now.ClusterIPs[0] : "", wanted[0].Item2];
        }
        else if (before.Families.Count == 2 && now.Families.Count == 1 && before.ClusterIPs.Count > 1)
        {
            reservation.ReleasedAddresses.Add(before.ClusterIPs[1]);
        }

        return null;
    }

    private async ValueTask<StatusError?> AllAsync(WriteContext context, NamespacedName owner, ServiceFields now, ServiceReservation reservation)
    {
        if (now.IsExternalName || now.ClusterIPs is [ServiceFields.Headless, ..]) return null;
        var named = now.ClusterIPs;
        (string Family, string Address)[] wanted = [.. now.Families.Select((family, i) => (family, i < named.Count ? named[i] : ""))];
        if (await Addresses.TakeAsync(owner, now, wanted, context.DryRun, reservation.TakenAddresses, context.Cancelled) is { } refused) return refused;
        now.ClusterIP = wanted[0].Address;
        now.ClusterIPs = [.. wanted.Select(pair => pair.Address)];
        return null;
    }

    private async ValueTask<StatusError?> PortsAsync(WriteContext context, NamespacedName owner, JsonObject spec, ServiceFields? old, ServiceReservation reservation)
    {
        if (!new ServiceFields(spec).NeedsNodePorts && old is not { NeedsNodePorts: true }) return null;
        var plan = await Ports.ReserveAsync(owner.Name, spec, old?.Json, context.DryRun, context.Cancelled);
        if (plan.Error is not null) return plan.Error;
        reservation.TakenPorts.AddRange(plan.Value!.Taken);
        reservation.ReleasedPorts.AddRange(plan.Value.Released);
        return null;
    }

    private static InvalidOperationException NotConnected() => new("The allocator of services is used before the server is put together.");
}
