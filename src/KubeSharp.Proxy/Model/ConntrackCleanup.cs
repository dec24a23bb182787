namespace KubeSharp.Proxy.Model;

/// <summary>
/// Which UDP flows the kernel must forget. UDP has no end of connection: a client that keeps sending keeps its old translation, to an
/// endpoint that is gone or to the address of a Service that had none.
/// </summary>
internal static class ConntrackCleanup
{
    /// <summary>Arguments for the conntrack tool, one list for each run.</summary>
    public static List<string[]> Decide(ProxyModel before, ProxyModel after)
    {
        var runs = new List<string[]>();
        var old = new Dictionary<ServicePortName, ServicePort>();
        foreach (var port in before.Ports)
        {
            if (port.Protocol == "udp")
                old[port.Name] = port;
        }

        var family = after.Family == IpFamily.IPv4 ? "ipv4" : "ipv6";
        foreach (var port in after.Ports)
        {
            if (port.Protocol != "udp")
                continue;
            old.Remove(port.Name, out var previous);
            if (previous is not null)
                ForgetEndpoints(runs, family, previous, port);
            var hadNone = previous is null || previous.ClusterEndpoints.Count + previous.LocalEndpoints.Count == 0;
            if (hadNone && port.ClusterEndpoints.Count + port.LocalEndpoints.Count > 0)
                ForgetService(runs, family, port);
        }

        foreach (var gone in old.Values)
            ForgetEndpoints(runs, family, gone, null);
        return runs;
    }

    private static void ForgetEndpoints(List<string[]> runs, string family, ServicePort before, ServicePort? after)
    {
        var remaining = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in after?.ClusterEndpoints ?? [])
            remaining.Add(endpoint.Address);
        foreach (var endpoint in after?.LocalEndpoints ?? [])
            remaining.Add(endpoint.Address);
        foreach (var endpoint in new HashSet<Endpoint>([.. before.ClusterEndpoints, .. before.LocalEndpoints]))
        {
            if (!remaining.Add(endpoint.Address))
                continue;
            foreach (var address in Addresses(before))
                runs.Add(["-D", "-f", family, "-p", "udp", "--orig-dst", address, "--dst-nat", endpoint.Address]);
            if (before.NodePort != 0)
                runs.Add(["-D", "-f", family, "-p", "udp", "--orig-port-dst", $"{before.NodePort}", "--dst-nat", endpoint.Address]);
        }
    }

    private static void ForgetService(List<string[]> runs, string family, ServicePort port)
    {
        foreach (var address in Addresses(port))
            runs.Add(["-D", "-f", family, "-p", "udp", "--orig-dst", address, "--orig-port-dst", $"{port.Port}"]);
        if (port.NodePort != 0)
            runs.Add(["-D", "-f", family, "-p", "udp", "--orig-port-dst", $"{port.NodePort}"]);
    }

    private static IEnumerable<string> Addresses(ServicePort port) => [port.ClusterIp, .. port.ExternalIps, .. port.LoadBalancerIps];
}
