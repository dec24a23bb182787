using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>The Service "kubernetes" in "default", by which pods find this server, and its endpoints.</summary>
internal sealed class KubernetesService(ServerCore core, ServiceRanges ranges, SystemObjects objects)
{
    private const string Name = "kubernetes";
    private const string Namespace = "default";

    /// <summary>Makes the service and points its endpoints here.</summary>
    public async Task EnsureAsync(int port, CancellationToken cancellationToken)
    {
        var options = core.Options;
        await objects.EnsureAsync("", "services", Service(options, ranges.Configured[0], port), null, cancellationToken);
        if (port <= 0) return;
        // Endpoints may not be loopback addresses: a server that only this machine reaches has none.
        if ((options.AdvertiseAddress ?? Advertised(options.BindAddress))?.ToString() is not { } address) return;
        await objects.EnsureAsync("", "endpoints", Endpoints(address, port), present => PointTo(present, Endpoints(address, port), "subsets"), cancellationToken);
        var slice = Slice(address, port);
        await objects.EnsureAsync("discovery.k8s.io", "endpointslices", slice, present => PointTo(PointTo(present, slice, "endpoints"), slice, "ports"), cancellationToken);
    }

    private static JsonObject Service(ApiServerOptions options, IpRange range, int port) => new()
    {
        { "kind", "Service" },
        { "apiVersion", "v1" },
        { "metadata", Metadata() },
        {
            "spec", new JsonObject
            {
                {
                    "ports", new JsonArray
                    {
                        new JsonObject { { "name", "https" }, { "protocol", "TCP" }, { "port", 443 }, { "targetPort", port > 0 ? port : 6443 } },
                    }
                },
                { "clusterIP", range.At(range.First).ToString() },
                { "type", options.KubernetesServiceNodePort > 0 ? "NodePort" : "ClusterIP" },
                { "sessionAffinity", "None" },
            }
        },
    };

    private static JsonObject Endpoints(string address, int port)
    {
        var metadata = Metadata();
        metadata.GetOrAddObject("labels").Set("endpointslice.kubernetes.io/skip-mirror", new JsonString("true"));
        return new JsonObject
        {
            { "kind", "Endpoints" },
            { "apiVersion", "v1" },
            { "metadata", metadata },
            {
                "subsets", new JsonArray
                {
                    new JsonObject
                    {
                        { "addresses", new JsonArray { new JsonObject { { "ip", address } } } },
                        { "ports", new JsonArray { new JsonObject { { "name", "https" }, { "port", port }, { "protocol", "TCP" } } } },
                    },
                }
            },
        };
    }

    private static JsonObject Slice(string address, int port)
    {
        var metadata = Metadata();
        metadata.GetOrAddObject("labels").Set("kubernetes.io/service-name", new JsonString(Name));
        return new JsonObject
        {
            { "kind", "EndpointSlice" },
            { "apiVersion", "discovery.k8s.io/v1" },
            { "metadata", metadata },
            { "addressType", address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4" },
            {
                "endpoints", new JsonArray
                {
                    new JsonObject
                    {
                        { "addresses", new JsonArray { new JsonString(address) } },
                        { "conditions", new JsonObject { { "ready", true } } },
                    },
                }
            },
            { "ports", new JsonArray { new JsonObject { { "name", "https" }, { "port", port }, { "protocol", "TCP" } } } },
        };
    }

    private static JsonObject Metadata() => new()
    {
        { "name", Name },
        { "namespace", Namespace },
        { "labels", new JsonObject { { "component", "apiserver" }, { "provider", "kubernetes" } } },
    };

    private static JsonObject PointTo(JsonObject present, JsonObject wanted, string member)
    {
        present.Set(member, wanted[member]!.DeepClone());
        return present;
    }

    // Bound to every interface or the loopback: the address that the default route leaves by, or any that is up.
    private static IPAddress? Advertised(IPAddress bind)
    {
        if (!bind.Equals(IPAddress.Any) && !bind.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(bind)) return bind;
        var candidates = NetworkInterface.GetAllNetworkInterfaces()
            .Where(item => item.OperationalStatus == OperationalStatus.Up && item.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(item => item.GetIPProperties().GatewayAddresses.Count)
            .SelectMany(item => item.GetIPProperties().UnicastAddresses)
            .Select(item => item.Address)
            .Where(item => item.AddressFamily == AddressFamily.InterNetwork && !item.ToString().StartsWith("169.254.", StringComparison.Ordinal));
        return candidates.FirstOrDefault();
    }
}
