using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;
using EndpointPort = KubeSharp.Models.Discovery.V1.EndpointPort;

namespace KubeSharp.Controllers;

/// <summary>The EndpointSlices of a Service with a selector.</summary>
internal static class SliceDecision
{
    /// <summary>Plans the slices.</summary>
    /// <param name="service">The Service; has a selector and is not of type ExternalName.</param>
    /// <param name="pods">The pods it selects.</param>
    /// <param name="existing">The slices this controller keeps for it.</param>
    /// <param name="zoneOf">The zone of a node by its name, or null.</param>
    /// <param name="max">The most endpoints a slice may hold.</param>
    public static SlicePlan Decide(
        Service service, IReadOnlyList<Pod> pods, IReadOnlyList<EndpointSlice> existing, Func<string, string?> zoneOf, int max)
    {
        var plan = new SlicePlan([], [], []);
        HashSet<string> families = Families(service, pods);
        foreach (EndpointSlice slice in existing)
            if (!families.Contains(slice.AddressType)) plan.Delete.Add(slice);
        foreach (string family in families) Decide(service, pods, existing, zoneOf, max, family, plan);
        return plan;
    }

    private static void Decide(
        Service service, IReadOnlyList<Pod> pods, IReadOnlyList<EndpointSlice> existing, Func<string, string?> zoneOf, int max, string family, SlicePlan plan)
    {
        var byPorts = new SortedDictionary<string, (List<EndpointPort> Ports, List<Endpoint> Endpoints)>(StringComparer.Ordinal);
        foreach (Pod pod in pods)
        {
            if (!ServicePods.IsListed(pod, includeTerminating: true)) continue;
            List<string> addresses = ServicePods.Addresses(pod, family == "IPv6");
            if (addresses.Count == 0) continue;
            List<EndpointPort> ports = Ports(service, pod);
            string key = SlicePorts.Key(ports);
            if (!byPorts.TryGetValue(key, out (List<EndpointPort> Ports, List<Endpoint> Endpoints) group)) byPorts.Add(key, group = (ports, []));
            group.Endpoints.Add(Endpoint(service, pod, addresses, zoneOf));
        }

        var slices = new Dictionary<string, List<EndpointSlice>>(StringComparer.Ordinal);
        int kept = 0;
        foreach (EndpointSlice slice in existing)
        {
            if (slice.AddressType != family || slice.Metadata.DeletionTimestamp is not null) continue;
            string key = SlicePorts.Key(slice.Ports);
            if (!byPorts.ContainsKey(key))
            {
                // A slice without endpoints stands for a service that has none; it stays while that is so.
                if (byPorts.Count == 0 && kept == 0 && slice.Endpoints is null or { Count: 0 } && !SliceMeta.Differs(slice, service)) kept++;
                else plan.Delete.Add(slice);
                continue;
            }

            if (!slices.TryGetValue(key, out List<EndpointSlice>? list)) slices.Add(key, list = []);
            list.Add(slice);
        }

        foreach ((string key, (List<EndpointPort> ports, List<Endpoint> endpoints)) in byPorts)
        {
            SlicePacking.Pack(
                slices.GetValueOrDefault(key) ?? [],
                endpoints,
                max,
                slice => SliceMeta.Differs(slice, service),
                slice => SliceMeta.Make(slice, service, family, ports),
                plan);
        }

        if (byPorts.Count == 0 && kept == 0)
        {
            EndpointSlice placeholder = SliceMeta.Make(null, service, family, []);
            placeholder.Endpoints = [];
            plan.Create.Add(placeholder);
        }
    }

    private static HashSet<string> Families(Service service, IReadOnlyList<Pod> pods)
    {
        var families = new HashSet<string>(StringComparer.Ordinal);
        foreach (string family in service.Spec.IpFamilies ?? []) families.Add(family);
        if (families.Count > 0) return families;
        if (service.Spec.ClusterIP is { Length: > 0 } ip && ip != "None")
        {
            families.Add(ServicePods.IsIPv6(ip) ? "IPv6" : "IPv4");
            return families;
        }

        foreach (Pod pod in pods)
            if (pod.Status.PodIP is { Length: > 0 } address) families.Add(ServicePods.IsIPv6(address) ? "IPv6" : "IPv4");
        if (families.Count == 0) families.Add("IPv4");
        return families;
    }

    private static List<EndpointPort> Ports(Service service, Pod pod)
    {
        var ports = new List<EndpointPort>();
        foreach (ServicePort port in service.Spec.Ports ?? [])
        {
            if (ServicePods.TargetPort(port, pod) is not { } number) continue;
            ports.Add(new EndpointPort
            {
                Name = port.Name ?? "",
                Port = number,
                Protocol = ServicePods.Protocol(port.Protocol),
                AppProtocol = port.AppProtocol,
            });
        }

        return ports;
    }

    private static Endpoint Endpoint(Service service, Pod pod, List<string> addresses, Func<string, string?> zoneOf)
    {
        bool serving = PodFacts.IsReady(pod);
        bool terminating = pod.Metadata.DeletionTimestamp is not null;
        string? node = string.IsNullOrEmpty(pod.Spec.NodeName) ? null : pod.Spec.NodeName;
        var endpoint = new Endpoint
        {
            Addresses = addresses,
            TargetRef = ServicePods.Reference(pod),
            NodeName = node,
            Zone = node is null ? null : zoneOf(node),
            Hostname = ServicePods.Hostname(pod, service),
        };
        endpoint.Conditions.Ready = service.Spec.PublishNotReadyAddresses == true || (serving && !terminating);
        endpoint.Conditions.Serving = serving;
        endpoint.Conditions.Terminating = terminating;
        return endpoint;
    }
}
