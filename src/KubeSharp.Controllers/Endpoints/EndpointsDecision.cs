using System.Globalization;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>The Endpoints object of a Service with a selector: the older form of EndpointSlices, still read by many.</summary>
internal static class EndpointsDecision
{
    private const int MaxAddresses = 1000;
    private const string OverCapacity = "endpoints.kubernetes.io/over-capacity";

    /// <summary>The object as it should be, or null when it is already so.</summary>
    public static Models.Core.V1.Endpoints? Decide(Service service, IReadOnlyList<Pod> pods, Models.Core.V1.Endpoints? current)
    {
        var groups = new SortedDictionary<string, EndpointSubset>(StringComparer.Ordinal);
        int count = 0;
        bool over = false;
        foreach (Pod pod in pods)
        {
            bool tolerant = service.Spec.PublishNotReadyAddresses == true;
            if (!ServicePods.IsListed(pod, includeTerminating: tolerant) || Address(service, pod) is not { } address) continue;
            List<EndpointPort> ports = Ports(service, pod);
            if (ports.Count == 0 && service.Spec.Ports is { Count: > 0 }) continue;
            if (count == MaxAddresses)
            {
                over = true;
                break;
            }

            count++;
            string key = string.Join(';', ports.Select(static p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}/{p.Protocol}/{p.Port}")));
            if (!groups.TryGetValue(key, out EndpointSubset? subset)) groups.Add(key, subset = new EndpointSubset { Ports = ports.Count == 0 ? null : ports });
            if (tolerant || PodFacts.IsReady(pod)) (subset.Addresses ??= []).Add(address);
            else (subset.NotReadyAddresses ??= []).Add(address);
        }

        foreach (EndpointSubset subset in groups.Values)
        {
            subset.Addresses?.Sort(ByAddress);
            subset.NotReadyAddresses?.Sort(ByAddress);
        }

        Models.Core.V1.Endpoints wanted = current?.DeepCopy() ?? new Models.Core.V1.Endpoints();
        wanted.Metadata.Namespace = service.Metadata.Namespace;
        wanted.Metadata.Name = service.Metadata.Name;
        wanted.Metadata.Labels = Labels(service);
        wanted.Subsets = groups.Count == 0 ? null : [.. groups.Values];
        if (over) (wanted.Metadata.Annotations ??= [])[OverCapacity] = "truncated";
        else wanted.Metadata.Annotations?.Remove(OverCapacity);
        return current is not null && wanted.Equals(current) ? null : wanted;
    }

    private static Dictionary<string, string> Labels(Service service)
    {
        var labels = new Dictionary<string, string>(service.Metadata.Labels ?? []) { [SliceNames.EndpointsManagedBy] = SliceNames.EndpointsController };
        labels.Remove(SliceNames.Headless);
        if (ServicePods.IsHeadless(service)) labels[SliceNames.Headless] = "";
        return labels;
    }

    private static EndpointAddress? Address(Service service, Pod pod)
    {
        bool ipv6 = service.Spec.IpFamilies is { Count: > 0 } families ? families[0] == "IPv6" : ServicePods.IsIPv6(service.Spec.ClusterIP ?? "") || ServicePods.IsIPv6(pod.Status.PodIP!);
        List<string> addresses = ServicePods.Addresses(pod, ipv6);
        if (addresses.Count == 0) return null;
        return new EndpointAddress
        {
            Ip = addresses[0],
            NodeName = string.IsNullOrEmpty(pod.Spec.NodeName) ? null : pod.Spec.NodeName,
            Hostname = ServicePods.Hostname(pod, service),
            TargetRef = ServicePods.Reference(pod),
        };
    }

    private static List<EndpointPort> Ports(Service service, Pod pod)
    {
        var ports = new List<EndpointPort>();
        foreach (ServicePort port in service.Spec.Ports ?? [])
        {
            if (ServicePods.TargetPort(port, pod) is not { } number) continue;
            ports.Add(new EndpointPort
            {
                Name = string.IsNullOrEmpty(port.Name) ? null : port.Name,
                Port = number,
                Protocol = ServicePods.Protocol(port.Protocol),
                AppProtocol = port.AppProtocol,
            });
        }

        return ports;
    }

    private static int ByAddress(EndpointAddress a, EndpointAddress b) => string.CompareOrdinal(a.Ip, b.Ip);
}
