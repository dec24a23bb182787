using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Core.Services;

/// <summary>Checks of the ports of services.</summary>
internal static class ServicePortValidation
{
    public static void Check(JsonObject spec, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("ports");
        var ports = spec.GetArray("ports");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, port) in ports.Items()) Port(port, ports!.Count > 1, names, path.Index(index), errors);
    }

    /// <summary>Checks of the node ports, and of what is there twice.</summary>
    public static void NodePorts(JsonObject spec, string type, ErrorList errors)
    {
        var path = FieldPath.Spec.Child("ports");
        var ports = spec.GetArray("ports");
        if (type == "ClusterIP")
        {
            foreach (var (index, port) in ports.Items())
            {
                if ((port.GetInt64("nodePort") ?? 0) != 0) errors.Add(FieldError.Forbidden(path.Index(index).Child("nodePort"), "may not be used when `type` is 'ClusterIP'"));
            }
        }

        var seen = new HashSet<(string, long)>();
        foreach (var (index, port) in ports.Items())
        {
            var number = port.GetInt64("nodePort") ?? 0;
            if (number != 0 && !seen.Add((port.GetString("protocol") ?? "", number))) errors.Add(FieldError.Duplicate(path.Index(index).Child("nodePort"), number));
        }

        Duplicates(ports, path, errors);
    }

    private static void Port(JsonObject port, bool named, HashSet<string> names, FieldPath path, ErrorList errors)
    {
        var name = port.GetString("name") ?? "";
        if (named && name.Length == 0)
        {
            errors.Add(FieldError.Required(path.Child("name")));
        }
        else if (name.Length > 0)
        {
            errors.AddInvalid(path.Child("name"), name, StringValidators.Dns1123Label(name));
            if (!names.Add(name)) errors.Add(FieldError.Duplicate(path.Child("name"), new JsonString(name)));
        }

        var number = port.GetInt64("port") ?? 0;
        foreach (var fault in StringValidators.PortNumber(number)) errors.Add(FieldError.Invalid(path.Child("port"), number, fault));
        if (string.IsNullOrEmpty(port.GetString("protocol"))) errors.Add(FieldError.Required(path.Child("protocol")));
        else errors.OneOf(path.Child("protocol"), port.GetString("protocol"), "SCTP", "TCP", "UDP");
        if (port["targetPort"] is JsonString target)
        {
            errors.AddInvalid(path.Child("targetPort"), target.Value, StringValidators.PortName(target.Value));
        }
        else
        {
            var value = port.GetInt64("targetPort") ?? 0;
            foreach (var fault in StringValidators.PortNumber(value)) errors.Add(FieldError.Invalid(path.Child("targetPort"), value, fault));
        }

        if (port.GetString("appProtocol") is { } app) errors.AddInvalid(path.Child("appProtocol"), app, StringValidators.QualifiedName(app));
    }

    private static void Duplicates(JsonArray? ports, FieldPath path, ErrorList errors)
    {
        var seen = new HashSet<(string, long)>();
        foreach (var (index, port) in ports.Items())
        {
            var (protocol, number) = (port.GetString("protocol") ?? "", port.GetInt64("port") ?? 0);
            if (!seen.Add((protocol, number)))
            {
                errors.Add(FieldError.Duplicate(path.Index(index), new JsonObject
                {
                    { "Name", "" }, { "Protocol", protocol! }, { "AppProtocol", JsonNull.Instance }, { "Port", number }, { "TargetPort", 0 }, { "NodePort", 0 },
                }));
            }
        }
    }
}
