using System.Net;
using System.Net.Sockets;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;

namespace KubeSharp.Proxy.Model;

/// <summary>
/// Services and EndpointSlices to the model of one family.
/// https://kubernetes.io/docs/reference/networking/virtual-ips/
/// </summary>
internal static class ModelBuilder
{
    private const string ProxyNameLabel = "service.kubernetes.io/service-proxy-name";
    private const string HeadlessLabel = "service.kubernetes.io/headless";
    private const string ServiceNameLabel = "kubernetes.io/service-name";

    /// <summary>Builds the model.</summary>
    public static ProxyModel Build(IpFamily family, NodeFacts node, IEnumerable<Service> services, IEnumerable<EndpointSlice> slices)
    {
        var slicesByService = Group(family, slices);
        var ports = new List<ServicePort>();
        var counts = new Dictionary<(string, int), int>();
        foreach (var service in services)
        {
            if (ClusterIpOf(service, family) is not { } clusterIp)
                continue;
            var key = service.Metadata.Namespace + "/" + service.Metadata.Name;
            slicesByService.TryGetValue(key, out var ofService);
            foreach (var port in service.Spec.Ports ?? [])
            {
                var described = Describe(service, port, clusterIp, family);
                ports.Add(EndpointChoice.Apply(described, Endpoints(ofService, port.Name ?? "", described.Protocol, node), node));
            }

            if (service.Spec.HealthCheckNodePort is > 0 and var healthPort && service.Spec.ExternalTrafficPolicy == "Local")
                counts[(key, healthPort)] = CountLocal(ofService, node);
        }

        ports.Sort(static (a, b) =>
        {
            var order = string.CompareOrdinal(a.Name.ToString(), b.Name.ToString());
            return order != 0 ? order : string.CompareOrdinal(a.Protocol, b.Protocol);
        });
        return new ProxyModel(family, ports, counts);
    }

    /// <summary>True when an address is of the family.</summary>
    public static bool IsOf(IpFamily family, string address) =>
        IPAddress.TryParse(address, out var ip) &&
        ip.AddressFamily == (family == IpFamily.IPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);

    /// <summary>True when a range is of the family.</summary>
    public static bool IsRangeOf(IpFamily family, string range) => range.Contains(':', StringComparison.Ordinal) == (family == IpFamily.IPv6);

    private static string? ClusterIpOf(Service service, IpFamily family)
    {
        if (service.Spec.Type == "ExternalName" || service.Metadata.Labels is { } labels && (labels.ContainsKey(ProxyNameLabel) || labels.ContainsKey(HeadlessLabel)))
            return null;
        var addresses = service.Spec.ClusterIPs is { Count: > 0 } list ? list : service.Spec.ClusterIP is { Length: > 0 } single ? [single] : [];
        foreach (var address in addresses)
        {
            if (address == "None")
                return null;
            if (IsOf(family, address))
                return address;
        }

        return null;
    }

    private static ServicePort Describe(Service service, Models.Core.V1.ServicePort port, string clusterIp, IpFamily family)
    {
        var spec = service.Spec;
        var loadBalancers = new List<string>();
        foreach (var ingress in service.Status.LoadBalancer.Ingress ?? [])
        {
            if (ingress.Ip is { Length: > 0 } address && IsOf(family, address) && ingress.IpMode is null or "" or "VIP")
                loadBalancers.Add(ingress.Ip!);
        }

        var ranges = new List<string>();
        foreach (var range in spec.LoadBalancerSourceRanges ?? [])
        {
            if (IsRangeOf(family, range.Trim()))
                ranges.Add(range.Trim());
        }

        return new ServicePort
        {
            Name = new ServicePortName(service.Metadata.Namespace ?? "", service.Metadata.Name ?? "", port.Name ?? ""),
            Protocol = (string.IsNullOrEmpty(port.Protocol) ? "TCP" : port.Protocol).ToLowerInvariant(),
            ClusterIp = clusterIp,
            Port = port.Port,
            NodePort = port.NodePort ?? 0,
            ExternalIps = (spec.ExternalIPs ?? []).FindAll(address => IsOf(family, address)),
            LoadBalancerIps = loadBalancers,
            SourceRanges = ranges,
            AffinitySeconds = spec.SessionAffinity == "ClientIP" ? spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds ?? 10800 : 0,
            ExternalLocal = spec.ExternalTrafficPolicy == "Local",
            InternalLocal = spec.InternalTrafficPolicy == "Local",
            HealthCheckNodePort = spec.ExternalTrafficPolicy == "Local" ? spec.HealthCheckNodePort ?? 0 : 0,
        };
    }

    private static Dictionary<string, List<EndpointSlice>> Group(IpFamily family, IEnumerable<EndpointSlice> slices)
    {
        var wanted = family == IpFamily.IPv4 ? "IPv4" : "IPv6";
        var result = new Dictionary<string, List<EndpointSlice>>(StringComparer.Ordinal);
        foreach (var slice in slices)
        {
            if (slice.AddressType != wanted || slice.Metadata.Labels is not { } labels || !labels.TryGetValue(ServiceNameLabel, out var name))
                continue;
            if (labels.ContainsKey(ProxyNameLabel) || labels.ContainsKey(HeadlessLabel))
                continue;
            var key = slice.Metadata.Namespace + "/" + name;
            if (!result.TryGetValue(key, out var list))
                result.Add(key, list = []);
            list.Add(slice);
        }

        return result;
    }

    private static List<Endpoint> Endpoints(List<EndpointSlice>? slices, string portName, string protocol, NodeFacts node)
    {
        // The same address may be in two slices while endpoints move between them; one that is ready wins.
        var byText = new SortedDictionary<string, Endpoint>(StringComparer.Ordinal);
        foreach (var slice in slices ?? [])
        {
            foreach (var port in slice.Ports ?? [])
            {
                var slicePort = string.IsNullOrEmpty(port.Protocol) ? "tcp" : port.Protocol.ToLowerInvariant();
                if ((port.Name ?? "") != portName || slicePort != protocol || port.Port is not { } number)
                    continue;
                foreach (var endpoint in slice.Endpoints ?? [])
                {
                    if (endpoint.Addresses.Count == 0)
                        continue;
                    var ready = endpoint.Conditions?.Ready ?? true;
                    var made = new Endpoint(
                        endpoint.Addresses[0],
                        number,
                        endpoint.NodeName == node.Name,
                        ready,
                        endpoint.Conditions?.Serving ?? ready,
                        endpoint.Conditions?.Terminating ?? false)
                    {
                        ForZones = endpoint.Hints?.ForZones?.ConvertAll(static z => z.Name),
                        ForNodes = endpoint.Hints?.ForNodes?.ConvertAll(static n => n.Name),
                    };
                    if (!byText.TryGetValue(made.Text, out var present) || (!present.IsReady && made.IsReady))
                        byText[made.Text] = made;
                }
            }
        }

        return [.. byText.Values];
    }

    private static int CountLocal(List<EndpointSlice>? slices, NodeFacts node)
    {
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var slice in slices ?? [])
        {
            foreach (var endpoint in slice.Endpoints ?? [])
            {
                if (endpoint.NodeName == node.Name && (endpoint.Conditions?.Ready ?? true) && endpoint.Addresses.Count > 0)
                    addresses.Add(endpoint.Addresses[0]);
            }
        }

        return addresses.Count;
    }
}
