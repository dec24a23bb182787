using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;
using EndpointPort = KubeSharp.Models.Discovery.V1.EndpointPort;

namespace KubeSharp.Controllers;

/// <summary>EndpointSlices that say what a hand-written Endpoints object says, for Services without a selector.</summary>
internal static class MirrorDecision
{
    private const int MaxPerSubset = 1000;

    /// <summary>True for Endpoints that want slices.</summary>
    public static bool IsMirrored(Models.Core.V1.Endpoints endpoints, Service? service) =>
        service is not null && service.Spec.Selector is null or { Count: 0 }
        && endpoints.Metadata.Labels?.GetValueOrDefault(SliceNames.SkipMirror) != "true"
        && endpoints.Metadata.Labels?.ContainsKey(SliceNames.EndpointsManagedBy) != true
        && endpoints.Metadata.Annotations?.ContainsKey("control-plane.alpha.kubernetes.io/leader") != true;

    /// <summary>Plans the slices; without Endpoints all go.</summary>
    public static SlicePlan Decide(Models.Core.V1.Endpoints? endpoints, IReadOnlyList<EndpointSlice> existing, int max)
    {
        var plan = new SlicePlan([], [], []);
        var groups = new SortedDictionary<string, (string Family, List<EndpointPort> Ports, List<Endpoint> Endpoints)>(StringComparer.Ordinal);
        foreach (EndpointSubset subset in endpoints?.Subsets ?? [])
        {
            List<EndpointPort> ports = Ports(subset);
            foreach (EndpointAddress address in Capped(subset.Addresses)) Add(groups, ports, address, ready: true);
            foreach (EndpointAddress address in Capped(subset.NotReadyAddresses)) Add(groups, ports, address, ready: false);
        }

        var slices = new Dictionary<string, List<EndpointSlice>>(StringComparer.Ordinal);
        foreach (EndpointSlice slice in existing)
        {
            if (slice.Metadata.DeletionTimestamp is not null) continue;
            string key = slice.AddressType + "|" + SlicePorts.Key(slice.Ports);
            if (!groups.ContainsKey(key))
            {
                plan.Delete.Add(slice);
                continue;
            }

            if (!slices.TryGetValue(key, out List<EndpointSlice>? list)) slices.Add(key, list = []);
            list.Add(slice);
        }

        foreach ((string key, (string family, List<EndpointPort> ports, List<Endpoint> wanted)) in groups)
        {
            SlicePacking.Pack(
                slices.GetValueOrDefault(key) ?? [],
                wanted,
                max,
                static _ => false,
                slice => slice?.DeepCopy() ?? Make(endpoints!, family, ports),
                plan);
        }

        return plan;
    }

    private static EndpointSlice Make(Models.Core.V1.Endpoints endpoints, string family, List<EndpointPort> ports)
    {
        var slice = new EndpointSlice { AddressType = family, Ports = ports };
        slice.Metadata.Namespace = endpoints.Metadata.Namespace;
        slice.Metadata.GenerateName = endpoints.Metadata.Name + "-";
        slice.Metadata.OwnerReferences = [Owners.ControllerReference(endpoints)];
        slice.Metadata.Labels = new Dictionary<string, string>(endpoints.Metadata.Labels ?? [])
        {
            [SliceNames.ServiceName] = endpoints.Metadata.Name!,
            [SliceNames.ManagedBy] = SliceNames.MirroringController,
        };
        return slice;
    }

    private static void Add(
        SortedDictionary<string, (string Family, List<EndpointPort> Ports, List<Endpoint> Endpoints)> groups, List<EndpointPort> ports, EndpointAddress address, bool ready)
    {
        string family = ServicePods.IsIPv6(address.Ip) ? "IPv6" : "IPv4";
        string key = family + "|" + SlicePorts.Key(ports);
        if (!groups.TryGetValue(key, out (string Family, List<EndpointPort> Ports, List<Endpoint> Endpoints) group)) groups.Add(key, group = (family, ports, []));
        var endpoint = new Endpoint
        {
            Addresses = [address.Ip],
            TargetRef = address.TargetRef,
            NodeName = address.NodeName,
            Hostname = string.IsNullOrEmpty(address.Hostname) ? null : address.Hostname,
        };
        endpoint.Conditions.Ready = ready;
        group.Endpoints.Add(endpoint);
    }

    private static List<EndpointPort> Ports(EndpointSubset subset)
    {
        var ports = new List<EndpointPort>();
        foreach (Models.Core.V1.EndpointPort port in subset.Ports ?? [])
        {
            ports.Add(new EndpointPort
            {
                Name = port.Name ?? "",
                Port = port.Port,
                Protocol = ServicePods.Protocol(port.Protocol),
                AppProtocol = port.AppProtocol,
            });
        }

        return ports;
    }

    private static List<EndpointAddress> Capped(List<EndpointAddress>? addresses) =>
        addresses is null ? [] : addresses.Count <= MaxPerSubset ? addresses : addresses[..MaxPerSubset];
}
