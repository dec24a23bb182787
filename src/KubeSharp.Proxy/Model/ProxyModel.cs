namespace KubeSharp.Proxy.Model;

/// <summary>Everything the rules of one family express.</summary>
/// <param name="Family">The family.</param>
/// <param name="Ports">The service ports, ordered by name.</param>
/// <param name="LocalEndpointCounts">Ready endpoints on this node, by Service (namespace/name) with a health check port.</param>
internal sealed record ProxyModel(
    IpFamily Family, IReadOnlyList<ServicePort> Ports, IReadOnlyDictionary<(string Service, int Port), int> LocalEndpointCounts);
