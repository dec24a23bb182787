namespace KubeSharp.Scheduler.Framework;

/// <summary>For a label key, which value each node has, as small numbers: plugins sum per domain with arrays instead of dictionaries.</summary>
internal sealed class TopologyIndex(ClusterState cluster)
{
    private readonly Dictionary<string, TopologyDomains> byKey = new(StringComparer.Ordinal);

    /// <summary>The domains of <paramref name="key"/> over <see cref="ClusterState.Nodes"/>.</summary>
    public TopologyDomains Of(string key)
    {
        if (byKey.TryGetValue(key, out var domains) && domains.Version == cluster.LabelsVersion)
            return domains;
        if (byKey.Count > 256)
            byKey.Clear();
        domains = TopologyDomains.Build(key, cluster.Nodes, cluster.LabelsVersion);
        byKey[key] = domains;
        return domains;
    }
}
