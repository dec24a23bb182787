namespace KubeSharp.Proxy.Model;

/// <summary>
/// Picks the endpoints that this node sends traffic to: ready ones, near ones when there are hints for all, and terminating ones that still
/// serve when nothing else is left.
/// https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies
/// </summary>
internal static class EndpointChoice
{
    /// <summary>The service port with its endpoints chosen from <paramref name="all"/>.</summary>
    public static ServicePort Apply(ServicePort port, List<Endpoint> all, NodeFacts node)
    {
        var cluster = port.UsesClusterEndpoints ? Cluster(all, node) : [];
        var local = port.UsesLocalEndpoints ? Local(all) : [];
        var any = cluster.Count > 0 || local.Count > 0;
        foreach (var endpoint in all)
            any |= endpoint.IsReady || (endpoint.IsServing && endpoint.IsTerminating);
        return port with { ClusterEndpoints = cluster, LocalEndpoints = local, HasAnyEndpoints = any };
    }

    private static List<Endpoint> Cluster(List<Endpoint> all, NodeFacts node)
    {
        var (byNode, byZone) = Topology(all, node);
        var chosen = new List<Endpoint>();
        foreach (var endpoint in all)
        {
            if (!endpoint.IsReady)
                continue;
            if (byNode ? endpoint.ForNodes!.Contains(node.Name) : !byZone || endpoint.ForZones!.Contains(node.Zone))
                chosen.Add(endpoint);
        }

        return chosen.Count > 0 ? chosen : all.FindAll(static e => e.IsServing && e.IsTerminating);
    }

    private static List<Endpoint> Local(List<Endpoint> all)
    {
        var chosen = all.FindAll(static e => e.IsLocal && e.IsReady);
        return chosen.Count > 0 ? chosen : all.FindAll(static e => e.IsLocal && e.IsServing && e.IsTerminating);
    }

    /// <summary>Hints count only when every ready endpoint has them and one is for us: otherwise some endpoints would get no traffic.</summary>
    private static (bool ByNode, bool ByZone) Topology(List<Endpoint> all, NodeFacts node)
    {
        var (nodeHints, zoneHints, forNode, forZone) = (true, node.Zone.Length > 0, false, false);
        foreach (var endpoint in all)
        {
            if (!endpoint.IsReady)
                continue;
            nodeHints &= endpoint.ForNodes is { Count: > 0 };
            zoneHints &= endpoint.ForZones is { Count: > 0 };
            forNode |= endpoint.ForNodes?.Contains(node.Name) == true;
            forZone |= endpoint.ForZones?.Contains(node.Zone) == true;
        }

        return nodeHints && forNode ? (true, false) : (false, zoneHints && forZone);
    }
}
