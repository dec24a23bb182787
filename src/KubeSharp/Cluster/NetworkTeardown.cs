using KubeSharp.Composition;
using KubeSharp.Network;
using KubeSharp.Proxy;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Cluster;

/// <summary>Takes the network of a cluster off this machine: rules of kube-proxy, interfaces, routes, addresses given to pods.</summary>
internal static class NetworkTeardown
{
    /// <summary>Answers what could not be removed.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(ClusterPaths paths, CancellationToken cancellationToken)
    {
        // Rules and interfaces are found by their names, which do not depend on the ranges the server was given.
        var options = NodeNetwork.Options(new ServerSettings { Paths = paths, NodeName = Environment.MachineName });
        return
        [
            .. await ProxyComponent.CleanupAsync(cancellationToken),
            .. await NetworkComponent.ResetAsync(options, NullLoggerFactory.Instance, cancellationToken),
        ];
    }
}
