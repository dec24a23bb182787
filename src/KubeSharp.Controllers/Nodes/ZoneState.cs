using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// How badly a zone is hit. When everything is silent at once, it is rather this controller that is cut off: then nothing is evicted.
/// See https://kubernetes.io/docs/concepts/architecture/nodes/#rate-limits-on-eviction.
/// </summary>
internal enum ZoneState
{
    /// <summary>Most nodes are ready.</summary>
    Normal,

    /// <summary>At least 55 % of the nodes, and more than two, are not ready.</summary>
    Partial,

    /// <summary>No node is ready.</summary>
    Full,
}

/// <summary>Judges zones.</summary>
internal static class Zones
{
    private const double UnhealthyThreshold = 0.55;
    private const int LargeZone = 50;
    private const double Rate = 0.1;
    private const double ReducedRate = 0.01;

    public static string Of(Node node)
    {
        Dictionary<string, string>? labels = node.Metadata.Labels;
        return labels?.GetValueOrDefault("topology.kubernetes.io/region") + "/" + labels?.GetValueOrDefault("topology.kubernetes.io/zone");
    }

    /// <summary>The state of each zone.</summary>
    public static Dictionary<string, ZoneState> Judge(IReadOnlyList<Node> nodes)
    {
        var counts = new Dictionary<string, (int Ready, int Total)>(StringComparer.Ordinal);
        foreach (Node node in nodes)
        {
            (int ready, int total) = counts.GetValueOrDefault(Of(node));
            counts[Of(node)] = (ready + (NodeHealth.Condition(node, "Ready")?.Status == Truth.True ? 1 : 0), total + 1);
        }

        var states = new Dictionary<string, ZoneState>(StringComparer.Ordinal);
        foreach ((string zone, (int ready, int total)) in counts)
        {
            int sick = total - ready;
            states[zone] = ready == 0 && sick > 0 ? ZoneState.Full
                : sick > 2 && (double)sick / total >= UnhealthyThreshold ? ZoneState.Partial : ZoneState.Normal;
        }

        return states;
    }

    /// <summary>Nodes tainted a second in a zone; 0 stops.</summary>
    /// <param name="state">The zone's state.</param>
    /// <param name="allFull">Every zone is fully disrupted.</param>
    /// <param name="size">Nodes in the zone.</param>
    public static double EvictionRate(ZoneState state, bool allFull, int size) =>
        allFull ? 0 : state == ZoneState.Partial ? size > LargeZone ? ReducedRate : 0 : Rate;
}
