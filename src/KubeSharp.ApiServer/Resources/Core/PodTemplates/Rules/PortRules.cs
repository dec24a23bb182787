using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The ports of containers.</summary>
internal static class PortRules
{
    /// <summary>Checks the ports of one container.</summary>
    public static void Check(FieldCheck container)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in container.Items("ports"))
        {
            var name = port.Text("name");
            if (name.Length > 0)
            {
                var messages = StringValidators.PortName(name);
                port.Messages("name", messages);
                if (messages.Length == 0 && !names.Add(name)) port.Errors.Add(FieldError.Duplicate(port.At("name"), name));
            }

            var number = port.Number("containerPort") ?? 0;
            if (number == 0) port.Errors.Add(FieldError.Required(port.At("containerPort")));
            else Number(port, "containerPort", number);
            var hostPort = port.Number("hostPort") ?? 0;
            if (hostPort != 0) Number(port, "hostPort", hostPort);
            if (port.Require("protocol")) port.OneOf("protocol", "SCTP", "TCP", "UDP");
        }
    }

    /// <summary>On the network of the host every port of a pod is one of the host. Templates may leave that to the pods made of them.</summary>
    public static void HostNetwork(FieldCheck spec, bool isPod)
    {
        if (!spec.Flag("hostNetwork")) return;
        foreach (var port in spec.Items("containers").SelectMany(container => container.Items("ports")))
        {
            var hostPort = port.Number("hostPort") ?? 0;
            if ((isPod || hostPort != 0) && hostPort != (port.Number("containerPort") ?? 0))
                port.Errors.Add(FieldError.Invalid(port.At("hostPort"), hostPort, "must match `containerPort` when `hostNetwork` is true"));
        }
    }

    /// <summary>Two containers cannot have the same port of the host.</summary>
    /// <param name="containers">The containers.</param>
    /// <param name="list">Where their list stands: faults count from its beginning.</param>
    public static void Conflicts(IReadOnlyList<FieldCheck> containers, FieldPath list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < containers.Count; i++)
        {
            var ports = containers[i].Items("ports");
            for (var j = 0; j < ports.Count; j++)
            {
                if (ports[j].Number("hostPort") is not ({ } number and not 0)) continue;
                var text = $"{ports[j].Text("protocol")}/{ports[j].Text("hostIP")}/{number}";
                if (!seen.Add(text)) ports[j].Errors.Add(FieldError.Duplicate(list.Index(i).Child("ports").Index(j).Child("hostPort"), text));
            }
        }
    }

    private static void Number(FieldCheck port, string name, long number)
    {
        foreach (var message in StringValidators.PortNumber(number)) port.Errors.Add(FieldError.Invalid(port.At(name), number, message));
    }
}
