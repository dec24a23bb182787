using System.Net;
using System.Net.Sockets;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>How a Service sees its pods; shared by Endpoints and EndpointSlices.</summary>
internal static class ServicePods
{
    /// <summary>The pod has an address and is not finished; one that is being deleted counts only where asked for.</summary>
    public static bool IsListed(Pod pod, bool includeTerminating) =>
        !PodFacts.IsFinished(pod) && !string.IsNullOrEmpty(pod.Status.PodIP) && (includeTerminating || pod.Metadata.DeletionTimestamp is null);

    /// <summary>The number behind a service port in this pod; null when it names a port that the pod does not have.</summary>
    public static int? TargetPort(ServicePort port, Pod pod)
    {
        if (port.TargetPort is not { } target) return port.Port;
        if (!target.IsString) return target.IntValue == 0 ? port.Port : target.IntValue;
        if (string.IsNullOrEmpty(target.StringValue)) return port.Port;
        string protocol = Protocol(port.Protocol);
        foreach (Container container in pod.Spec.Containers)
            if (Find(container, target.StringValue, protocol) is { } number) return number;

        // Sidecars keep running, so their ports count as well.
        foreach (Container container in pod.Spec.InitContainers ?? [])
            if (container.RestartPolicy == "Always" && Find(container, target.StringValue, protocol) is { } number) return number;
        return null;
    }

    public static bool IsHeadless(Service service) => service.Spec.ClusterIP == "None";

    public static string Protocol(string? protocol) => string.IsNullOrEmpty(protocol) ? "TCP" : protocol;

    /// <summary>The pod's addresses of one family.</summary>
    public static List<string> Addresses(Pod pod, bool ipv6)
    {
        var result = new List<string>(1);
        foreach (PodIP ip in pod.Status.PodIPs ?? [])
            if (ip.Ip is { Length: > 0 } text && IsIPv6(text) == ipv6) result.Add(text);
        if (result.Count == 0 && pod.Status.PodIP is { Length: > 0 } only && IsIPv6(only) == ipv6) result.Add(only);
        return result;
    }

    public static bool IsIPv6(string address) => IPAddress.TryParse(address, out IPAddress? ip) && ip.AddressFamily == AddressFamily.InterNetworkV6;

    public static ObjectReference Reference(Pod pod) =>
        new() { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid };

    /// <summary>The name under which DNS gives this pod its own record, when the service is the subdomain it names.</summary>
    public static string? Hostname(Pod pod, Service service) =>
        !string.IsNullOrEmpty(pod.Spec.Hostname) && pod.Spec.Subdomain == service.Metadata.Name && pod.Metadata.Namespace == service.Metadata.Namespace
            ? pod.Spec.Hostname : null;

    private static int? Find(Container container, string name, string protocol)
    {
        foreach (ContainerPort port in container.Ports ?? [])
            if (port.Name == name && Protocol(port.Protocol) == protocol) return port.ContainerPortValue;
        return null;
    }
}
