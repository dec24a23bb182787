using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Endpoints;

/// <summary>Checks of Endpoints.</summary>
internal static class EndpointsValidation
{
    /// <param name="endpoints">The object.</param>
    /// <param name="old">The object as it is: how its addresses are written is not looked at again; null for a new one.</param>
    /// <param name="errors">Receives the faults.</param>
    public static void Check(JsonObject endpoints, JsonObject? old, ErrorList errors)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, subset) in old?.GetArray("subsets").Items() ?? [])
        {
            foreach (var (_, address) in subset.GetArray("addresses").Items().Concat(subset.GetArray("notReadyAddresses").Items())) known.Add(address.GetString("ip") ?? "");
        }

        foreach (var (index, subset) in endpoints.GetArray("subsets").Items())
        {
            var path = FieldPath.Of("subsets").Index(index);
            var (ready, notReady) = (subset.GetArray("addresses"), subset.GetArray("notReadyAddresses"));
            if (ready is not { Count: > 0 } && notReady is not { Count: > 0 }) errors.Add(FieldError.Required(path, "must specify `addresses` or `notReadyAddresses`"));
            foreach (var (number, address) in ready.Items()) Address(address, known, path.Child("addresses").Index(number), errors);
            foreach (var (number, address) in notReady.Items()) Address(address, known, path.Child("notReadyAddresses").Index(number), errors);
            var ports = subset.GetArray("ports");
            foreach (var (number, port) in ports.Items()) Port(port, ports!.Count > 1, path.Child("ports").Index(number), errors);
        }
    }

    private static void Address(JsonObject address, HashSet<string> known, FieldPath path, ErrorList errors)
    {
        var ip = address.GetString("ip") ?? "";
        if (!known.Contains(ip)) errors.AddInvalid(path.Child("ip"), ip, StringValidators.Ip(ip));
        if (address.GetString("hostname") is { Length: > 0 } host) errors.AddInvalid(path.Child("hostname"), host, StringValidators.Dns1123Label(host));
        if (address.GetString("nodeName") is { } node) errors.AddInvalid(path.Child("nodeName"), node, StringValidators.Dns1123Subdomain(node));
        // Looked at twice, in two ways.
        if (!StringValidators.TryParseIp(ip, out _, out _)) errors.Add(FieldError.Invalid(path.Child("ip"), ip, "must be a valid IP address"));
        EndpointAddresses.Check(ip, path.Child("ip"), errors);
    }

    private static void Port(JsonObject port, bool named, FieldPath path, ErrorList errors)
    {
        var name = port.GetString("name") ?? "";
        if (named && name.Length == 0) errors.Add(FieldError.Required(path.Child("name")));
        else if (name.Length > 0) errors.AddInvalid(path.Child("name"), name, StringValidators.Dns1123Label(name));
        var number = port.GetInt64("port") ?? 0;
        foreach (var fault in StringValidators.PortNumber(number)) errors.Add(FieldError.Invalid(path.Child("port"), number, fault));
        if (string.IsNullOrEmpty(port.GetString("protocol"))) errors.Add(FieldError.Required(path.Child("protocol")));
        else errors.OneOf(path.Child("protocol"), port.GetString("protocol"), "SCTP", "TCP", "UDP");
        if (port.GetString("appProtocol") is { } app) errors.AddInvalid(path.Child("appProtocol"), app, StringValidators.QualifiedName(app));
    }
}
