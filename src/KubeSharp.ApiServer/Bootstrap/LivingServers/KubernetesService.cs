using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>The Service <c>kubernetes</c> in <c>default</c>, by which pods find the API servers. Made when it is missing; what is there is left alone.</summary>
internal sealed class KubernetesService(ApiServerOptions options, ServiceRanges ranges, SystemObjects objects)
{
    /// <summary>Makes it, if need be.</summary>
    /// <param name="port">The port of this server; not positive if it has none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task EnsureAsync(int port, CancellationToken cancellationToken) =>
        objects.EnsureAsync("", "services", Document(ranges.Configured[0], port > 0 ? port : 6443), null, cancellationToken);

    private JsonObject Document(IpRange range, int port)
    {
        var servicePort = new JsonObject { { "name", "https" }, { "protocol", "TCP" }, { "port", 443 }, { "targetPort", port } };
        if (options.KubernetesServiceNodePort > 0) servicePort.Set("nodePort", JsonNumber.Of(options.KubernetesServiceNodePort));
        return new JsonObject
        {
            { "kind", "Service" },
            { "apiVersion", "v1" },
            {
                "metadata", new JsonObject
                {
                    { "name", KubernetesEndpoints.Name },
                    { "namespace", KubernetesEndpoints.Namespace },
                    { "labels", new JsonObject { { "component", "apiserver" }, { "provider", "kubernetes" } } },
                }
            },
            {
                "spec", new JsonObject
                {
                    { "ports", new JsonArray { servicePort } },
                    { "clusterIP", range.At(range.First).ToString() },
                    { "type", options.KubernetesServiceNodePort > 0 ? "NodePort" : "ClusterIP" },
                    { "sessionAffinity", "None" },
                    { "ipFamilyPolicy", "SingleStack" },
                }
            },
        };
    }
}
