using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The ports of containers.</summary>
internal static class PortRules
{
    /// <summary>Checks the ports of one container.</summary>
    public static void Check(FieldCheck container, bool hostNetwork)
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
            if (hostNetwork && hostPort != number) port.Invalid("hostPort", "must match `containerPort` when `hostNetwork` is true");
            if (port.Require("protocol")) port.OneOf("protocol", "SCTP", "TCP", "UDP");
        }
    }

    /// <summary>Two containers cannot have the same port of the host.</summary>
    public static void Conflicts(IReadOnlyList<FieldCheck> containers)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in containers)
        {
            foreach (var port in container.Items("ports"))
            {
                if (port.Number("hostPort") is not ({ } number and not 0)) continue;
                var text = $"{port.Text("protocol")}/{port.Text("hostIP")}/{number}";
                if (!seen.Add(text)) port.Errors.Add(FieldError.Duplicate(port.At("hostPort"), text));
            }
        }
    }

    private static void Number(FieldCheck port, string name, long number)
    {
        foreach (var message in StringValidators.PortNumber(number)) port.Errors.Add(FieldError.Invalid(port.At(name), number, message));
    }
}
