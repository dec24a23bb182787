using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Discovery.EndpointSlices;

/// <summary>Defaults and checks of endpoint slices.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/</remarks>
internal static class EndpointSliceRules
{
    private const int MaxEndpoints = 1000;
    private const int MaxAddresses = 100;
    private const int MaxPorts = 20000;
    private const int MaxHints = 8;
    private const int MaxTopologyLabels = 16;

    public static void Default(JsonObject slice)
    {
        foreach (var port in (slice.GetArray("ports") ?? []).OfType<JsonObject>())
        {
            port.SetDefault("name", "");
            port.SetDefault("protocol", "TCP");
        }
    }

    /// <summary>The topology of version 1beta1 is not taken any more.</summary>
    public static void Prepare(JsonObject slice)
    {
        foreach (var endpoint in (slice.GetArray("endpoints") ?? []).OfType<JsonObject>()) endpoint.Remove("deprecatedTopology");
    }

    /// <summary>The generation counts changes of labels too: they say which service a slice is of.</summary>
    public static bool Counts(JsonObject slice, JsonObject old) =>
        Writing.SystemMetadata.WantsOther(slice, old)
        || !Checks.Same(slice.Find("metadata", "labels"), old.Find("metadata", "labels"));

    public static void CheckUpdate(JsonObject slice, JsonObject old, ErrorList errors) =>
        errors.Immutable(FieldPath.Of("addressType"), slice["addressType"], old["addressType"]);

    public static void Check(JsonObject slice, ErrorList errors)
    {
        var type = slice.GetString("addressType") ?? "";
        if (type.Length == 0) errors.Add(FieldError.Required(FieldPath.Of("addressType")));
        else errors.OneOf(FieldPath.Of("addressType"), type, "FQDN", "IPv4", "IPv6");
        var endpoints = slice.GetArray("endpoints");
        var path = FieldPath.Of("endpoints");
        if (endpoints?.Count > MaxEndpoints) errors.Add(FieldError.TooMany(path, endpoints.Count, MaxEndpoints));
        else foreach (var (index, endpoint) in endpoints.Items()) Endpoint(endpoint, type, path.Index(index), errors);
        Ports(slice.GetArray("ports"), FieldPath.Of("ports"), errors);
    }

    private static void Endpoint(JsonObject endpoint, string type, FieldPath path, ErrorList errors)
    {
        var addresses = endpoint.GetArray("addresses");
        var at = path.Child("addresses");
        if (addresses is not { Count: > 0 }) errors.Add(FieldError.Required(at, "must contain at least 1 address"));
        else if (addresses.Count > MaxAddresses) errors.Add(FieldError.TooMany(at, addresses.Count, MaxAddresses));
        foreach (var (index, address) in addresses.Texts()) Address(address, type, at, index, errors);
        if (endpoint.GetString("nodeName") is { } node) errors.AddInvalid(path.Child("nodeName"), node, StringValidators.Dns1123Subdomain(node));
        if (endpoint.GetObject("deprecatedTopology") is { Count: > MaxTopologyLabels } many)
            errors.Add(FieldError.TooMany(path.Child("deprecatedTopology"), many.Count, MaxTopologyLabels));
        foreach (var (key, value) in endpoint.GetObject("deprecatedTopology") ?? new JsonObject())
        {
            errors.AddInvalid(path.Child("deprecatedTopology"), key, StringValidators.QualifiedName(key));
            if (value is JsonString text) errors.AddInvalid(path.Child("deprecatedTopology"), text.Value, StringValidators.LabelValue(text.Value));
        }

        if (endpoint.GetString("hostname") is { } host) errors.AddInvalid(path.Child("hostname"), host, StringValidators.Dns1123Label(host));
        Hints(endpoint.GetObject("hints"), path.Child("hints"), errors);
    }

    private static void Address(string address, string type, FieldPath path, int index, ErrorList errors)
    {
        if (type is "IPv4" or "IPv6")
        {
            if (StringValidators.Ip(address) is { Length: > 0 } faults) errors.AddInvalid(path.Index(index), address, faults);
            else if (address.Contains(':', StringComparison.Ordinal) != (type == "IPv6"))
                errors.Add(FieldError.Invalid(path, address, type == "IPv4" ? "must be an IPv4 address" : "must be an IPv6 address"));
            Core.Endpoints.EndpointAddresses.Check(address, path.Index(index), errors);
        }
        else if (type == "FQDN")
        {
            FullName(address, path.Index(index), errors);
        }
    }

    private static void FullName(string name, FieldPath path, ErrorList errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        // One dot at the end says that the name is complete.
        if (name.EndsWith('.')) name = name[..^1];
        if (StringValidators.Dns1123Subdomain(name) is { Length: > 0 } faults)
        {
            errors.Add(FieldError.Invalid(path, name, string.Join(",", faults)));
            return;
        }

        var labels = name.Split('.');
        if (labels.Length < 2)
        {
            errors.Add(FieldError.Invalid(path, name, "should be a domain with at least two segments separated by dots"));
            return;
        }

        foreach (var label in labels)
        {
            if (StringValidators.Dns1123Label(label) is { Length: > 0 } wrong) errors.Add(FieldError.Invalid(path, label, string.Join(",", wrong)));
        }
    }

    /// <summary>What a writer is told although nothing is forbidden about it.</summary>
    public static void Warn(Registry.WriteContext context, JsonObject slice)
    {
        if (slice.GetString("addressType") == "FQDN")
        {
            context.AddWarning("spec.addressType: FQDN endpoints are deprecated");
            return;
        }

        // The cluster's own controllers know how to write an address.
        if (slice.FindString("metadata", "labels", "endpointslice.kubernetes.io/managed-by") is "endpointslice-controller.k8s.io" or "endpointslicemirroring-controller.k8s.io") return;
        foreach (var (index, endpoint) in slice.GetArray("endpoints").Items())
        {
            foreach (var (number, address) in endpoint.GetArray("addresses").Texts())
                AddressWarnings.Ip(FieldPath.Of("endpoints").Index(index).Child("addresses").Index(number), address, context.AddWarning);
        }
    }

    private static void Hints(JsonObject? hints, FieldPath path, ErrorList errors)
    {
        foreach (var list in (ReadOnlySpan<string>)["forZones", "forNodes"])
        {
            if (hints?.GetArray(list) is not { } items) continue;
            if (items.Count > MaxHints)
            {
                errors.Add(FieldError.TooMany(path.Child(list), items.Count, MaxHints));
                continue;
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (index, item) in items.Items())
            {
                var name = item.GetString("name") ?? "";
                var at = path.Child(list).Index(index).Child("name");
                if (!seen.Add(name)) errors.Add(FieldError.Duplicate(at, new JsonString(name)));
                errors.AddInvalid(at, name, list == "forZones" ? StringValidators.LabelValue(name) : StringValidators.Dns1123Subdomain(name));
            }
        }
    }

    private static void Ports(JsonArray? ports, FieldPath path, ErrorList errors)
    {
        if (ports?.Count > MaxPorts)
        {
            errors.Add(FieldError.TooMany(path, ports.Count, MaxPorts));
            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, port) in ports.Items())
        {
            var name = port.GetString("name") ?? "";
            var at = path.Index(index);
            if (name.Length > 0) errors.AddInvalid(at.Child("name"), name, StringValidators.Dns1123Label(name));
            if (!names.Add(name)) errors.Add(FieldError.Duplicate(at.Child("name"), new JsonString(name)));
            if (port.GetString("protocol") is not { } protocol) errors.Add(FieldError.Required(at.Child("protocol")));
            else errors.OneOf(at.Child("protocol"), protocol, "SCTP", "TCP", "UDP");
            if (port.GetString("appProtocol") is { } app) errors.AddInvalid(at.Child("appProtocol"), app, StringValidators.QualifiedName(app));
        }
    }
}
