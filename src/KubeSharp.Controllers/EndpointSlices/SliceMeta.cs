using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;
using EndpointPort = KubeSharp.Models.Discovery.V1.EndpointPort;

namespace KubeSharp.Controllers;

/// <summary>Names, labels and ownership of a Service's EndpointSlices.</summary>
internal static class SliceMeta
{
    /// <summary>A new slice, or a copy of one with its labels brought up to date.</summary>
    public static EndpointSlice Make(EndpointSlice? existing, Service service, string family, List<EndpointPort> ports)
    {
        EndpointSlice slice = existing?.DeepCopy() ?? new EndpointSlice { AddressType = family, Ports = ports };
        slice.Metadata.Namespace = service.Metadata.Namespace;
        if (existing is null)
        {
            slice.Metadata.GenerateName = service.Metadata.Name + "-";
            slice.Metadata.OwnerReferences = [Owners.ControllerReference(service)];
        }

        slice.Metadata.Labels = Labels(service, SliceNames.Controller);
        return slice;
    }

    public static bool Differs(EndpointSlice slice, Service service) =>
        !Same(slice.Metadata.Labels, Labels(service, SliceNames.Controller))
        || Owners.Controller(slice)?.Uid != service.Metadata.Uid;

    /// <summary>The service's own labels and those by which slices are found; a service cannot override the latter.</summary>
    private static Dictionary<string, string> Labels(Service service, string manager)
    {
        var labels = new Dictionary<string, string>(service.Metadata.Labels ?? []);
        labels.Remove(SliceNames.Headless);
        labels[SliceNames.ServiceName] = service.Metadata.Name!;
        labels[SliceNames.ManagedBy] = manager;
        if (ServicePods.IsHeadless(service)) labels[SliceNames.Headless] = "";
        return labels;
    }

    private static bool Same(Dictionary<string, string>? a, Dictionary<string, string>? b)
    {
        if ((a?.Count ?? 0) != (b?.Count ?? 0)) return false;
        foreach ((string key, string value) in a ?? [])
            if (!b!.TryGetValue(key, out string? other) || other != value) return false;
        return true;
    }
}
