using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>
/// What an update of a service means where the client says nothing: what was given out stays, fields that speak of the same follow each other, and what
/// the new type has no use for goes, unless the client changed it too.
/// </summary>
internal static class ServiceCarryOver
{
    /// <summary>Gives back the allocated values that the client left out.</summary>
    public static void KeepAllocated(ServiceFields now, ServiceFields old)
    {
        if (old.NeedsClusterIP && now.NeedsClusterIP)
        {
            if (now.ClusterIP.Length == 0) now.ClusterIP = old.ClusterIP;
            if (now.ClusterIPs.Count == 0 && now.ClusterIP == old.ClusterIP) now.ClusterIPs = old.ClusterIPs;
        }

        if (old.NeedsNodePorts && now.NeedsNodePorts) KeepNodePorts(now, old);
        if (old.NeedsHealthCheck && now.NeedsHealthCheck && now.HealthCheckNodePort == 0) now.HealthCheckNodePort = old.HealthCheckNodePort;
    }

    /// <summary>Lets clusterIPs follow clusterIP, for clients that know of the one only.</summary>
    /// <param name="now">The service as it is wanted.</param>
    /// <param name="old">The service as it is; null for a new one.</param>
    public static void AlignClusterIPs(ServiceFields now, ServiceFields? old)
    {
        if (old is not { } before)
        {
            if (now.ClusterIP.Length > 0 && now.ClusterIPs.Count == 0) now.ClusterIPs = [now.ClusterIP];
            return;
        }

        if (before.ClusterIPs.Count > 0 && now.ClusterIPs.Count == 0 && before.ClusterIP == now.ClusterIP) now.ClusterIPs = before.ClusterIPs;
        if (before.ClusterIP == now.ClusterIP || !now.ClusterIPs.SequenceEqual(before.ClusterIPs)) return;
        now.ClusterIPs = now.ClusterIP.Length == 0 ? [] : [now.ClusterIP];
    }

    /// <summary>Takes away what the new type has no use for and the client did not touch.</summary>
    public static void DropUseless(ServiceFields now, ServiceFields old)
    {
        if (old.NeedsClusterIP && !now.NeedsClusterIP)
        {
            if (now.ClusterIPs.SequenceEqual(old.ClusterIPs)) (now.ClusterIP, now.ClusterIPs) = ("", []);
            if (now.Families.SequenceEqual(old.Families)) now.Families = [];
            if (now.Policy == old.Policy) now.Policy = null;
            Drop(now, old, "internalTrafficPolicy");
        }

        if (old.NeedsNodePorts && !now.NeedsNodePorts && Used(now).IsSubsetOf(Used(old)))
        {
            foreach (var port in now.Ports) port.Remove("nodePort");
        }

        if (old.NeedsHealthCheck && !now.NeedsHealthCheck) Drop(now, old, "healthCheckNodePort");
        if (old.Type == "LoadBalancer" && now.Type != "LoadBalancer")
        {
            Drop(now, old, "allocateLoadBalancerNodePorts");
            Drop(now, old, "loadBalancerClass");
        }

        if (old.IsExternallyAccessible && !now.IsExternallyAccessible) Drop(now, old, "externalTrafficPolicy");
    }

    // By the names of the ports: whatever else of a port changed, its node port stays, unless another port has it now.
    private static void KeepNodePorts(ServiceFields now, ServiceFields old)
    {
        var used = Used(old);
        used.IntersectWith(Used(now));
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var port in old.Ports) byName[port.GetString("name") ?? ""] = ServiceFields.NodePort(port);
        foreach (var port in now.Ports)
        {
            if (ServiceFields.NodePort(port) != 0 || !byName.TryGetValue(port.GetString("name") ?? "", out var before) || before == 0) continue;
            if (used.Add(before)) ServiceFields.SetNodePort(port, before);
        }
    }

    private static HashSet<int> Used(ServiceFields service) => [.. service.Ports.Select(ServiceFields.NodePort).Where(port => port != 0)];

    private static void Drop(ServiceFields now, ServiceFields old, string name)
    {
        if (JsonValue.DeepEquals(now.Json[name], old.Json[name])) now.Json.Remove(name);
    }
}
