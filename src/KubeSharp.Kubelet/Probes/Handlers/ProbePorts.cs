using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes.Handlers;

/// <summary>Finds the number of a port that a probe or hook gives by number or name.</summary>
internal static class ProbePorts
{
    /// <summary>The port, or null when the container has none of that name.</summary>
    public static int? Resolve(IntOrString port, Container container)
    {
        var number = port.IsString
            ? container.Ports?.Find(p => p.Name == port.StringValue)?.ContainerPortValue ?? (int.TryParse(port.StringValue, out var parsed) ? parsed : 0)
            : port.IntValue;
        return number is > 0 and < 65536 ? number : null;
    }
}
