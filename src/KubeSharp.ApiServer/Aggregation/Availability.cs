using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>The condition Available of an APIService.</summary>
/// <param name="Status">True, False or Unknown.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Message">In words.</param>
internal sealed record Availability(string Status, string Reason, string Message)
{
    /// <summary>This server's own groups.</summary>
    public static Availability Local { get; } = new("True", "Local", "Local APIServices are always available");

    /// <summary>All checks went well.</summary>
    public static Availability Passed { get; } = new("True", "Passed", "all checks passed");

    /// <summary>The server does not answer its discovery.</summary>
    public static Availability FailedDiscovery(string problem) => new("False", "FailedDiscoveryCheck", problem);

    /// <summary>What is wrong with the Service, before anybody is asked; null if nothing is.</summary>
    public static Availability? OfService(RemoteApi api, IObjectLister objects)
    {
        var (ns, name, port) = (api.Endpoint.Service!.Namespace, api.Endpoint.Service.Name, api.Endpoint.Service.Port);
        if (objects.Get("", "services", ns, name) is not { } service) return Not("ServiceNotFound", $"service/{name} in \"{ns}\" is not present");
        if (service.FindString("spec", "type") is not ("ClusterIP" or null)) return null;
        var listening = (service.FindArray("spec", "ports") ?? []).OfType<JsonObject>().FirstOrDefault(one => one.GetInt64("port") == port);
        if (listening is null) return Not("ServicePortError", $"service/{name} in \"{ns}\" is not listening on port {port}");
        var portName = listening.GetString("name") ?? "";
        var slices = objects.List("discovery.k8s.io", "endpointslices", ns)
            .Where(slice => slice.FindString("metadata", "labels", "kubernetes.io/service-name") == name).ToList();
        if (slices.Count == 0) return Not("EndpointsNotFound", $"cannot find endpointslices for service/{name} in \"{ns}\"");
        return slices.Exists(slice => IsActive(slice, portName))
            ? null
            : Not("MissingEndpoints", $"endpointslices for service/{name} in \"{ns}\" have no addresses with port name \"{portName}\"");
    }

    /// <summary>Puts the condition into a status; its time moves only with its value. Answers whether anything changed.</summary>
    public bool WriteTo(JsonObject status, string now)
    {
        var conditions = status.GetOrAddArray("conditions");
        var known = conditions.OfType<JsonObject>().FirstOrDefault(one => one.GetString("type") == "Available");
        if (known is not null && known.GetString("status") == Status && known.GetString("reason") == Reason && known.GetString("message") == Message) return false;
        var condition = known ?? new JsonObject { { "type", "Available" } };
        if (known is null) conditions.Add(condition);
        if (condition.GetString("status") != Status) condition.Set("lastTransitionTime", now);
        condition.Set("status", Status);
        condition.Set("reason", Reason);
        condition.Set("message", Message);
        return true;
    }

    private static bool IsActive(JsonObject slice, string portName) =>
        (slice.GetArray("ports") ?? []).OfType<JsonObject>().Any(port => (port.GetString("name") ?? "") == portName)
        && (slice.GetArray("endpoints") ?? []).OfType<JsonObject>().Any(endpoint => endpoint.FindObject("conditions")?.GetBool("ready") != false && endpoint.GetArray("addresses") is { Count: > 0 });

    private static Availability Not(string reason, string message) => new("False", reason, message);
}
