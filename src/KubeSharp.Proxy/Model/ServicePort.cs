namespace KubeSharp.Proxy.Model;

/// <summary>One port of a Service in one family, with the endpoints chosen for this node: all that rules are made from.</summary>
internal sealed record ServicePort
{
    /// <summary>Which port of which Service.</summary>
    public required ServicePortName Name { get; init; }

    /// <summary>tcp, udp or sctp.</summary>
    public required string Protocol { get; init; }

    /// <summary>The cluster address.</summary>
    public required string ClusterIp { get; init; }

    /// <summary>The port at the cluster address.</summary>
    public required int Port { get; init; }

    /// <summary>The port on every node; 0 for none.</summary>
    public int NodePort { get; init; }

    /// <summary>External addresses.</summary>
    public IReadOnlyList<string> ExternalIps { get; init; } = [];

    /// <summary>Load balancer addresses that are to be answered here.</summary>
    public IReadOnlyList<string> LoadBalancerIps { get; init; } = [];

    /// <summary>Who may reach the load balancer addresses; empty for everybody.</summary>
    public IReadOnlyList<string> SourceRanges { get; init; } = [];

    /// <summary>Seconds for which a client stays with its endpoint; 0 for no affinity.</summary>
    public int AffinitySeconds { get; init; }

    /// <summary>externalTrafficPolicy: Local.</summary>
    public bool ExternalLocal { get; init; }

    /// <summary>internalTrafficPolicy: Local.</summary>
    public bool InternalLocal { get; init; }

    /// <summary>Port on which load balancers ask whether this node has endpoints; 0 for none.</summary>
    public int HealthCheckNodePort { get; init; }

    /// <summary>Endpoints under the cluster-wide policy.</summary>
    public IReadOnlyList<Endpoint> ClusterEndpoints { get; init; } = [];

    /// <summary>Endpoints on this node under the local policy.</summary>
    public IReadOnlyList<Endpoint> LocalEndpoints { get; init; } = [];

    /// <summary>There are usable endpoints somewhere, if not for this node: traffic is dropped rather than refused.</summary>
    public bool HasAnyEndpoints { get; init; }

    /// <summary>The Service answers on more than its cluster address.</summary>
    public bool IsExternal => NodePort != 0 || ExternalIps.Count > 0 || LoadBalancerIps.Count > 0;

    /// <summary>A policy needs the cluster-wide endpoints.</summary>
    public bool UsesClusterEndpoints => !InternalLocal || (IsExternal && !ExternalLocal);

    /// <summary>A policy needs the local endpoints.</summary>
    public bool UsesLocalEndpoints => InternalLocal || (IsExternal && ExternalLocal);

    /// <summary>What traffic to the cluster address reaches.</summary>
    public IReadOnlyList<Endpoint> InternalEndpoints => InternalLocal ? LocalEndpoints : ClusterEndpoints;

    /// <summary>What traffic from outside reaches.</summary>
    public IReadOnlyList<Endpoint> ExternalEndpoints => ExternalLocal ? LocalEndpoints : ClusterEndpoints;
}
