using System.Globalization;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods.Config;

/// <summary>
/// The environment variables that name services.
/// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
/// </summary>
internal static class ServiceVariables
{
    /// <summary>Adds the variables of one service; services without an address have none.</summary>
    public static void Add(Dictionary<string, string> environment, Service service)
    {
        var spec = service.Spec;
        if (string.IsNullOrEmpty(spec.ClusterIP) || spec.ClusterIP == "None" || spec.Ports is not [var first, ..])
        {
            return;
        }

        var name = Variable(service.Metadata.Name ?? "");
        var host = spec.ClusterIP;
        var bracketed = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        environment[name + "_SERVICE_HOST"] = host;
        environment[name + "_SERVICE_PORT"] = Text(first.Port);
        foreach (var port in spec.Ports)
        {
            if (!string.IsNullOrEmpty(port.Name))
            {
                environment[$"{name}_SERVICE_PORT_{Variable(port.Name)}"] = Text(port.Port);
            }
        }

        environment[name + "_PORT"] = Address(first);
        foreach (var port in spec.Ports)
        {
            var prefix = $"{name}_PORT_{Text(port.Port)}_{Protocol(port).ToUpperInvariant()}";
            environment[prefix] = Address(port);
            environment[prefix + "_PROTO"] = Protocol(port);
            environment[prefix + "_PORT"] = Text(port.Port);
            environment[prefix + "_ADDR"] = host;
        }

        string Address(ServicePort port) => $"{Protocol(port)}://{bracketed}:{Text(port.Port)}";
    }

    private static string Protocol(ServicePort port) => (port.Protocol ?? "TCP").ToLowerInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Variable(string name) => name.ToUpperInvariant().Replace('-', '_');
}
