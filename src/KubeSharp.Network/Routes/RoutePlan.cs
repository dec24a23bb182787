using System.Net;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Network.Routes;

/// <summary>From Node objects to what this node's network must look like.</summary>
/// <param name="PodCidrs">This node's own pod ranges; empty until the controller has given them.</param>
/// <param name="Routes">Routes to the pods of other nodes.</param>
internal sealed record RoutePlan(IReadOnlyList<string> PodCidrs, IReadOnlyList<PodRoute> Routes)
{
    /// <summary>Works the plan out.</summary>
    public static RoutePlan Decide(NetworkOptions options, IEnumerable<Node> nodes)
    {
        IReadOnlyList<string> own = [];
        var routes = new List<PodRoute>();
        foreach (var node in nodes)
        {
            var name = node.Metadata.Name ?? "";
            var ranges = RangesOf(node);
            if (name == options.NodeName)
            {
                own = ranges;
                continue;
            }

            if (options.Routing == PodRouting.None)
                continue;
            foreach (var range in ranges)
            {
                if (AddressFor(node, range) is { } via)
                    routes.Add(new PodRoute(range, via, name));
            }
        }

        routes.Sort(static (a, b) => string.CompareOrdinal(a.Range, b.Range));
        return new RoutePlan(own, routes);
    }

    private static List<string> RangesOf(Node node)
    {
        var ranges = node.Spec.PodCIDRs is { Count: > 0 } list ? list : node.Spec.PodCIDR is { Length: > 0 } one ? [one] : [];
        return ranges.FindAll(static range => IPNetwork.TryParse(range, out _));
    }

    private static string? AddressFor(Node node, string range)
    {
        foreach (var address in node.Status.Addresses ?? [])
        {
            if (address.Type == "InternalIP" && address.Address.Contains(':', StringComparison.Ordinal) == range.Contains(':', StringComparison.Ordinal))
                return address.Address;
        }

        return null;
    }
}
