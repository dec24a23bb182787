using System.Globalization;
using KubeSharp.ApiMachinery.Values;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Downward;

/// <summary>
/// The resource requests and limits that a container may read. A limit that is not set reads as what the node can give.
/// </summary>
internal static class ContainerResources
{
    private static readonly Quantity One = new(1);

    /// <summary>
    /// The value of <paramref name="selector"/> in units of its divisor, rounded up; null when it names a container or resource
    /// that does not exist.
    /// </summary>
    public static string? Read(Pod pod, ResourceFieldSelector selector, string? ownContainer, IReadOnlyDictionary<string, Quantity> allocatable)
    {
        var name = string.IsNullOrEmpty(selector.ContainerName) ? ownContainer : selector.ContainerName;
        var container = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).FirstOrDefault(c => c.Name == name);
        var dot = selector.Resource.IndexOf('.');
        if (container is null || dot < 0)
            return null;

        var resource = selector.Resource[(dot + 1)..];
        Quantity? value = selector.Resource[..dot] switch
        {
            "limits" => Find(container.Resources.Limits, resource) ?? (IsNodeBound(resource) ? allocatable.GetValueOrDefault(resource) : default(Quantity)),
            "requests" => Find(container.Resources.Requests, resource) ?? Find(container.Resources.Limits, resource) ?? default(Quantity),
            _ => null,
        };
        return value is { } quantity ? InUnits(quantity, selector.Divisor is { IsZero: false } divisor ? divisor : One) : null;
    }

    // Thousandths, because the divisor of a CPU may be 1m.
    private static string InUnits(Quantity value, Quantity divisor) =>
        DivideRoundingUp(value.MilliValue, divisor.MilliValue).ToString(CultureInfo.InvariantCulture);

    private static long DivideRoundingUp(long value, long divisor) => (value + divisor - 1) / divisor;

    private static bool IsNodeBound(string resource) => resource is "cpu" or "memory" or "ephemeral-storage";

    private static Quantity? Find(Dictionary<string, Quantity>? quantities, string resource) =>
        quantities is not null && quantities.TryGetValue(resource, out var quantity) ? quantity : null;
}
