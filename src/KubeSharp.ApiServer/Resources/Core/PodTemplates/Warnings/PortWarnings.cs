using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Warnings;

/// <summary>Ports that are declared twice, in one container or in two of the same pod.</summary>
internal static class PortWarnings
{
    public static void Check(FieldCheck spec, Action<string> warn)
    {
        var seen = new List<Port>();
        foreach (var container in PodContainers.All(spec))
        {
            foreach (var item in container.Items("ports"))
            {
                var port = new Port(
                    item.Path, item.Text("name"), item.Number("hostPort") ?? 0, item.Number("containerPort") ?? 0, item.Text("protocol"), item.Text("hostIP"));
                if (port.HostIP.Length > 0 && port.HostPort == 0) warn($"{port.Path}: hostIP set without hostPort: {port.Show()}");
                foreach (var other in seen) Compare(port, other, warn);
                seen.Add(port);
            }
        }

        Names(spec, warn);
    }

    private static void Compare(Port port, Port other, Action<string> warn)
    {
        if (port.Number != other.Number || port.Protocol != other.Protocol) return;
        if (port.HostIP == other.HostIP && port.HostPort == other.HostPort) warn($"{port.Path}: duplicate port definition with {other.Path}");
        else if (port.HostPort == 0 || other.HostPort == 0) warn($"{port.Path}: overlapping port definition with {other.Path}");
        else if (port.HostPort == other.HostPort && (port.HostIP.Length == 0) != (other.HostIP.Length == 0))
            warn($"{port.Path}: dangerously ambiguous port definition with {other.Path}");
    }

    // Of two ports with one name, Services find the first. Containers that end before the others begin do not count.
    private static void Names(FieldCheck spec, Action<string> warn)
    {
        var first = new Dictionary<string, FieldPath>(StringComparer.Ordinal);
        var lasting = spec.Items("initContainers").Where(container => container.Text("restartPolicy") == "Always").Concat(spec.Items("containers"));
        foreach (var port in lasting.SelectMany(container => container.Items("ports")))
        {
            var name = port.Text("name");
            if (name.Length == 0 || first.TryAdd(name, port.Path)) continue;
            var other = first[name];
            warn($"{port.Path}: duplicate port name {GoText.Quote(name)} with {other}, services and probes that select ports by name will use {other}");
        }
    }

    private sealed record Port(FieldPath Path, string Name, long HostPort, long Number, string Protocol, string HostIP)
    {
        public string Show() => $"{{Name:{Name} HostPort:{HostPort} ContainerPort:{Number} Protocol:{Protocol} HostIP:{HostIP}}}";
    }
}
