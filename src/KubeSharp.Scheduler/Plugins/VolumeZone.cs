using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Keeps pods in the zones that the labels of their bound volumes name.</summary>
internal sealed class VolumeZone : IPreFilterPlugin, IFilterPlugin, IQueueingHints
{
    private static readonly string[] Keys =
    [
        "topology.kubernetes.io/zone",
        "topology.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region",
    ];

    private readonly Status conflict;
    private readonly Status skip;

    /// <summary>Creates the plugin.</summary>
    public VolumeZone()
    {
        conflict = new Status(StatusCode.UnschedulableAndUnresolvable, Name, "node(s) had no available volume zone");
        skip = new Status(StatusCode.Skip, Name);
    }

    /// <inheritdoc/>
    public string Name => "VolumeZone";

    /// <inheritdoc/>
    public ClusterEventKinds Events =>
        ClusterEventKinds.NodeAdded | ClusterEventKinds.NodeLabels | ClusterEventKinds.VolumeChanged | ClusterEventKinds.ClaimChanged |
        ClusterEventKinds.ClassChanged;

    /// <inheritdoc/>
    public bool MayHelp(PodInfo pod, in ClusterEvent change) => pod.Claims.Length > 0;

    /// <inheritdoc/>
    public Status? PreFilter(CycleState state, PodInfo pod, ClusterState cluster, out HashSet<string>? onlyNodes)
    {
        onlyNodes = null;
        List<(string Key, string[] Values)>? needs = null;
        foreach (var claimName in pod.Claims)
        {
            var claim = cluster.Volumes.FindClaim(pod.Namespace + "/" + claimName);
            if (string.IsNullOrEmpty(claim?.Spec.VolumeName))
                continue;
            if (cluster.Volumes.FindVolume(claim.Spec.VolumeName)?.Metadata.Labels is not { } labels)
                continue;
            foreach (var key in Keys)
            {
                if (labels.TryGetValue(key, out var value))
                    (needs ??= []).Add((key, value.Split("__", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
            }
        }

        if (needs is null)
            return skip;
        state.Set(this, new Data(needs));
        return null;
    }

    /// <inheritdoc/>
    public Status? Filter(CycleState state, PodInfo pod, NodeInfo node)
    {
        if (state.Get<Data>(this) is not { } data || !HasAnyZone(node))
            return null;
        foreach (var (key, values) in data.Needs)
        {
            if (!LookUp(node, key, out var own) || Array.IndexOf(values, own) < 0)
                return conflict;
        }

        return null;
    }

    private static bool HasAnyZone(NodeInfo node)
    {
        if (node.Labels is null)
            return false;
        foreach (var key in Keys)
        {
            if (node.Labels.ContainsKey(key))
                return true;
        }

        return false;
    }

    private static bool LookUp(NodeInfo node, string key, out string? value)
    {
        if (node.Labels!.TryGetValue(key, out value))
            return true;
        var current = key switch
        {
            "failure-domain.beta.kubernetes.io/zone" => "topology.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region" => "topology.kubernetes.io/region",
            _ => null,
        };
        return current is not null && node.Labels.TryGetValue(current, out value);
    }

    private sealed class Data(List<(string Key, string[] Values)> needs) : ICycleData
    {
        public List<(string Key, string[] Values)> Needs { get; } = needs;

        public ICycleData Clone() => this;
    }
}
