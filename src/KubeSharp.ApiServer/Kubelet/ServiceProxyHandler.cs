using System.Globalization;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Kubelet;

/// <summary>services/[scheme:]NAME[:port]/proxy: a port of one of the service's ready endpoints.</summary>
internal sealed class ServiceProxyHandler(KubeletConnections connections) : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        // At most a scheme, a name and a port.
        if (request.Name.Count(c => c == ':') > 2) return StatusError.BadRequest($"invalid service request \"{request.Name}\"");
        var path = ProxyPath.Of(request);
        if (await ConnectAdmission.CheckProxyAsync(request, "ServiceProxyOptions", path) is { } refusal) return refusal;
        var answer = await request.Core.Reader.GetAsync(request.Stored, request.Stored.Key(request.Namespace, path.Name), null, request.Cancelled);
        if (answer.Error is not null) return answer.Error;
        if (answer.Value.Object is not { } service) return StatusError.NotFound(request.GroupResource, path.Name);
        var slices = request.Core.Registry.FindStored("discovery.k8s.io", "endpointslices")!;
        var page = await request.Core.Reader.ListAsync(new ListQuery { Resource = slices, Prefix = slices.Prefix(request.Namespace) }, request.Cancelled);
        if (page.Error is not null) return page.Error;
        var endpoints = new List<(string Address, int Port)>();
        StoredObject[] own = [.. page.Value!.Items.Where(slice => new Metadata(slice.Document).Label("kubernetes.io/service-name") == path.Name)];
        // A service that nobody made slices for leads nowhere, as if it did not exist.
        if (own.Length == 0) return StatusError.NotFound(request.GroupResource, path.Name);
        if (PortName(service.Document, path.Port) is not { } port) return StatusError.ServiceUnavailable($"no service port \"{path.Port}\" found for service \"{path.Name}\"");
        foreach (var slice in own) Collect(slice.Document, port, endpoints);

        if (endpoints.Count == 0) return StatusError.ServiceUnavailable($"no endpoints available for service \"{path.Name}\"");
        var (address, number) = endpoints[Random.Shared.Next(endpoints.Count)];
        var target = new Uri(new UriBuilder(path.Scheme.Length > 0 ? path.Scheme : "http", address, number).Uri, path.Rest);
        return await UpstreamProxy.ForwardAsync(request.Context, connections.Workloads, target, new ProxyHeaders(path.Prefix, target));
    }

    // A port is asked for by its name, its number, or not at all where there is only one.
    private static string? PortName(JsonObject service, string asked)
    {
        var ports = service.FindArray("spec", "ports") ?? [];
        if (asked.Length == 0) return ports.Count == 1 && ports[0] is JsonObject only ? only.GetString("name") ?? "" : null;
        foreach (var item in ports)
        {
            if (item is not JsonObject port) continue;
            if (port.GetString("name") == asked || port.GetInt64("port")?.ToString(CultureInfo.InvariantCulture) == asked) return port.GetString("name") ?? "";
        }

        return null;
    }

    private static void Collect(JsonObject slice, string portName, List<(string Address, int Port)> endpoints)
    {
        foreach (var item in slice.GetArray("ports") ?? [])
        {
            if (item is not JsonObject port || (port.GetString("name") ?? "") != portName || port.GetInt64("port") is not { } number) continue;
            foreach (var entry in slice.GetArray("endpoints") ?? [])
            {
                if (entry is not JsonObject endpoint || endpoint.GetObject("conditions")?.GetBool("ready") == false) continue;
                if (endpoint.GetArray("addresses") is { Count: > 0 } addresses && addresses[0] is JsonString address) endpoints.Add((address.Value, (int)number));
            }
        }
    }
}
