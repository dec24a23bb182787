using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Admission.Plugins;

/// <summary>Which labels a kubelet may put on its node: those of its own, and none that workloads are kept away from it by. Pure.</summary>
internal static class NodeLabels
{
    private const string Restriction = "node-restriction.kubernetes.io";

    private static readonly HashSet<string> _own =
    [
        "kubernetes.io/hostname", "kubernetes.io/os", "kubernetes.io/arch", "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region", "node.kubernetes.io/instance-type",
        "beta.kubernetes.io/instance-type", "beta.kubernetes.io/os", "beta.kubernetes.io/arch",
    ];

    private static readonly string[] _ownDomains = ["kubelet.kubernetes.io", "node.kubernetes.io"];

    /// <summary>Labels of a new node that its kubelet may not set, sorted.</summary>
    public static SortedSet<string> ForbiddenOnCreate(JsonObject node) => Where(Labels(node).Keys, key => IsIn(Domain(key), Restriction));

    /// <summary>Labels that differ and that a kubelet may not change, sorted.</summary>
    public static SortedSet<string> ForbiddenOnUpdate(JsonObject node, JsonObject old)
    {
        var (now, before) = (Labels(node), Labels(old));
        var changed = now.Keys.Union(before.Keys).Where(key => now.GetValueOrDefault(key) != before.GetValueOrDefault(key));
        return Where(changed, key =>
        {
            var domain = Domain(key);
            if (IsIn(domain, Restriction))
                return true;
            if (!IsIn(domain, "kubernetes.io") && !IsIn(domain, "k8s.io"))
                return false;
            return !_own.Contains(key) && !_ownDomains.Any(own => IsIn(domain, own));
        });
    }

    private static SortedSet<string> Where(IEnumerable<string> keys, Func<string, bool> condition) => new(keys.Where(condition), StringComparer.Ordinal);

    private static bool IsIn(string domain, string parent) => domain == parent || domain.EndsWith("." + parent, StringComparison.Ordinal);

    private static string Domain(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : key[..slash];
    }

    private static Dictionary<string, string> Labels(JsonObject node) =>
        (node.FindObject("metadata", "labels") ?? []).ToDictionary(pair => pair.Key, pair => (pair.Value as JsonString)?.Value ?? "", StringComparer.Ordinal);
}
