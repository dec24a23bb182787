using System.Globalization;
using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>
/// Services as the API server reaches them: at their cluster IP, or with <c>--enable-aggregator-routing</c> straight at one of their ready endpoints.
/// </summary>
internal sealed class ServiceResolver(IObjectLister objects, bool toEndpoints) : IServiceResolver
{
    /// <inheritdoc/>
    public Result<ServiceAddress> Resolve(WebhookService service)
    {
        if (objects.Get("", "services", service.Namespace, service.Name) is not { } found)
            return StatusError.NotFound(new GroupResource("", "service"), service.Name);
        var spec = found.GetObject("spec") ?? [];
        var type = spec.GetString("type") ?? "ClusterIP";
        if (type == "ExternalName") return new ServiceAddress(spec.GetString("externalName") ?? "", service.Port);
        if (Port(spec, service.Port) is not { } port)
        {
            return StatusError.ServiceUnavailable(
                string.Create(CultureInfo.InvariantCulture, $"no service port {service.Port} found for service \"{service.Name}\""));
        }

        if (toEndpoints) return Endpoint(service, port);
        var address = spec.GetString("clusterIP") ?? "";
        return address == "None"
            ? StatusError.Unclassified("cannot route to service with ClusterIP \"None\"")
            : new ServiceAddress(address, service.Port);
    }

    private static JsonObject? Port(JsonObject spec, int number)
    {
        foreach (var item in spec.GetArray("ports") ?? [])
        {
            if (item is JsonObject port && port.GetInt64("port") == number) return port;
        }

        return null;
    }

    private Result<ServiceAddress> Endpoint(WebhookService service, JsonObject port)
    {
        List<ServiceAddress> ready = [];
        foreach (var slice in objects.List("discovery.k8s.io", "endpointslices", service.Namespace))
        {
            if (slice.FindString("metadata", "labels", "kubernetes.io/service-name") == service.Name) Collect(slice, port.GetString("name") ?? "", ready);
        }

        return ready.Count == 0
            ? StatusError.ServiceUnavailable($"no endpoints available for service \"{service.Name}\"")
            : ready[Random.Shared.Next(ready.Count)];
    }

    private static void Collect(JsonObject slice, string portName, List<ServiceAddress> ready)
    {
        foreach (var item in slice.GetArray("ports") ?? [])
        {
            if (item is not JsonObject port || (port.GetString("name") ?? "") != portName || port.GetInt64("port") is not { } number) continue;
            foreach (var entry in slice.GetArray("endpoints") ?? [])
            {
                if (entry is not JsonObject endpoint || endpoint.GetObject("conditions")?.GetBool("ready") == false) continue;
                if (endpoint.GetArray("addresses") is [JsonString address, ..]) ready.Add(new ServiceAddress(address.Value, (int)number));
            }
        }
    }
}
