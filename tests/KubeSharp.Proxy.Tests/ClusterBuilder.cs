using System.Globalization;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;
using KubeSharp.Proxy.Model;

namespace KubeSharp.Proxy.Tests;

/// <summary>
/// Makes Services and EndpointSlices from one line each, for example <c>service web ip=10.96.0.10 port=http:80 nodeport=30080</c> and
/// <c>endpoints web port=http:8080 10.244.0.5,local 10.244.1.7,terminating</c>.
/// </summary>
internal sealed class ClusterBuilder
{
    private readonly SortedDictionary<string, Service> services = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, EndpointSlice> slices = new(StringComparer.Ordinal);

    public ProxyModel Model(IpFamily family = IpFamily.IPv4, string zone = "") =>
        ModelBuilder.Build(family, new NodeFacts("here", zone), services.Values, slices.Values);

    public ClusterBuilder Apply(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case "service":
                services[words[1]] = ServiceFrom(words);
                break;
            case "endpoints":
                slices[words[1]] = SliceFrom(words);
                break;
            case "delete":
                services.Remove(words[1]);
                slices.Remove(words[1]);
                break;
            default:
                throw new ArgumentException("unknown line: " + line);
        }

        return this;
    }

    private static Service ServiceFrom(string[] words)
    {
        var service = new Service { Spec = new ServiceSpec { Type = "ClusterIP", Ports = [] } };
        service.Metadata.Namespace = "default";
        service.Metadata.Name = words[1];
        foreach (var word in words[2..])
        {
            var (key, value) = Split(word);
            switch (key)
            {
                case "ip":
                    service.Spec.ClusterIPs = [.. value.Split(',')];
                    service.Spec.ClusterIP = service.Spec.ClusterIPs[0];
                    break;
                case "port":
                    var (name, number, protocol) = Port(value);
                    service.Spec.Ports.Add(new Models.Core.V1.ServicePort { Name = name, Port = number, Protocol = protocol });
                    break;
                case "nodeport":
                    service.Spec.Type = "NodePort";
                    service.Spec.Ports[^1].NodePort = Number(value);
                    break;
                case "external":
                    service.Spec.ExternalIPs = [.. value.Split(',')];
                    break;
                case "lb":
                    service.Spec.Type = "LoadBalancer";
                    service.Status.LoadBalancer.Ingress = [new LoadBalancerIngress { Ip = value }];
                    break;
                case "ranges":
                    service.Spec.LoadBalancerSourceRanges = [.. value.Split(',')];
                    break;
                case "affinity":
                    service.Spec.SessionAffinity = "ClientIP";
                    service.Spec.SessionAffinityConfig = new SessionAffinityConfig { ClientIP = new ClientIPConfig { TimeoutSeconds = Number(value) } };
                    break;
                case "external-policy":
                    service.Spec.ExternalTrafficPolicy = value;
                    break;
                case "internal-policy":
                    service.Spec.InternalTrafficPolicy = value;
                    break;
                case "health":
                    service.Spec.HealthCheckNodePort = Number(value);
                    break;
                default:
                    throw new ArgumentException("unknown word: " + word);
            }
        }

        return service;
    }

    private static EndpointSlice SliceFrom(string[] words)
    {
        var slice = new EndpointSlice { AddressType = "IPv4", Endpoints = [], Ports = [] };
        slice.Metadata.Namespace = "default";
        slice.Metadata.Name = words[1] + "-1";
        slice.Metadata.Labels = new() { ["kubernetes.io/service-name"] = words[1] };
        foreach (var word in words[2..])
        {
            if (word.StartsWith("port=", StringComparison.Ordinal))
            {
                var (name, number, protocol) = Port(word[5..]);
                slice.Ports.Add(new Models.Discovery.V1.EndpointPort { Name = name, Port = number, Protocol = protocol });
                continue;
            }

            var parts = word.Split(',');
            if (parts[0].Contains(':', StringComparison.Ordinal))
                slice.AddressType = "IPv6";
            var endpoint = new Models.Discovery.V1.Endpoint { Addresses = [parts[0]], NodeName = "elsewhere", Conditions = new EndpointConditions() };
            foreach (var part in parts[1..])
            {
                switch (part)
                {
                    case "local":
                        endpoint.NodeName = "here";
                        break;
                    case "unready":
                        endpoint.Conditions = new EndpointConditions { Ready = false, Serving = false };
                        break;
                    case "terminating":
                        endpoint.Conditions = new EndpointConditions { Ready = false, Serving = true, Terminating = true };
                        break;
                    default:
                        endpoint.Hints = new EndpointHints { ForZones = [new ForZone { Name = Split(part).Value }] };
                        break;
                }
            }

            slice.Endpoints.Add(endpoint);
        }

        return slice;
    }

    private static (string Key, string Value) Split(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return (word[..equals], word[(equals + 1)..]);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static (string Name, int Number, string Protocol) Port(string text)
    {
        var protocol = "TCP";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
            (text, protocol) = (text[..slash], text[(slash + 1)..].ToUpperInvariant());
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ("", Number(text), protocol) : (text[..colon], Number(text[(colon + 1)..]), protocol);
    }
}
