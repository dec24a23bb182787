using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Cluster;
using KubeSharp.Scheduler.Matching;
using KubeSharp.Scheduler.Volumes;

namespace KubeSharp.Scheduler.Framework;

/// <summary>
/// All the scheduler knows of the cluster: nodes with their pods (bound ones and those assumed to be bound soon), and the indexes
/// over them. One loop owns it and changes it only between scheduling cycles, so that a cycle reads it as a snapshot with no copy made:
/// the cost of a change is the cost of that change, whatever the size of the cluster.
/// </summary>
internal sealed class ClusterState
{
    private readonly Dictionary<string, NodeInfo> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodInfo> pods = new(StringComparer.Ordinal);
    private readonly HashSet<string> assumed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> imageNodes = new(StringComparer.Ordinal);
    private NodeInfo[] nodes = [];
    private bool orderStale;
    private long generation;

    /// <summary>Creates an empty cluster.</summary>
    public ClusterState()
    {
        Counts = new PodCounts(this);
        Topology = new TopologyIndex(this);
    }

    /// <summary>The existing nodes; zones take turns in the order, so that a sample of neighbours spans them.</summary>
    public NodeInfo[] Nodes
    {
        get
        {
            if (orderStale)
                Reorder();
            return nodes;
        }
    }

    /// <summary>Counts changes to the set and order of nodes.</summary>
    public int MembershipVersion { get; private set; }

    /// <summary>Counts changes to nodes' labels, and to the set of nodes.</summary>
    public int LabelsVersion { get; private set; }

    /// <summary>The node whose pods changed last; follow <see cref="NodeInfo.Older"/> for the others.</summary>
    public NodeInfo? MostRecent { get; private set; }

    /// <summary>Namespace labels.</summary>
    public NamespaceLabels Namespaces { get; } = new();

    /// <summary>Persistent volumes, claims and classes.</summary>
    public VolumeCatalog Volumes { get; } = new();

    /// <summary>Services and workload controllers, for default spreading.</summary>
    public WorkloadCatalog Workloads { get; } = new();

    /// <summary>Disruption budgets, for preemption.</summary>
    public BudgetCatalog Budgets { get; } = new();

    /// <summary>Pods that got a node promised while others leave it.</summary>
    public Nominations Nominations { get; } = new();

    /// <summary>Affinity terms of placed pods.</summary>
    public PodTermIndex Terms { get; } = new();

    /// <summary>Incrementally kept counts of pods that match something.</summary>
    public PodCounts Counts { get; }

    /// <summary>Nodes by the values of a label.</summary>
    public TopologyIndex Topology { get; }

    /// <summary>Number of placed or assumed pods.</summary>
    public int PodCount => pods.Count;

    /// <summary>The node of that name, or null.</summary>
    public NodeInfo? FindNode(string name) => byName.TryGetValue(name, out var node) && node.Exists ? node : null;

    /// <summary>The placed or assumed pod, or null.</summary>
    public PodInfo? FindPod(string key) => pods.GetValueOrDefault(key);

    /// <summary>True while the pod is placed by our own decision that the API server has not confirmed yet.</summary>
    public bool IsAssumed(string key) => assumed.Contains(key);

    /// <summary>On how many nodes an image is.</summary>
    public int NodesWithImage(string image) => imageNodes.GetValueOrDefault(image);

    /// <summary>Learns of a node, or of a new version of it.</summary>
    public NodeInfo SetNode(Node node)
    {
        var name = node.Metadata.Name ?? "";
        var info = GetOrAdd(name);
        var existed = info.Exists;
        var labels = info.Labels;
        var zone = info.Zone;
        CountImages(info, -1);
        info.SetNode(node);
        CountImages(info, 1);
        if (!existed || zone != info.Zone)
        {
            orderStale = true;
            MembershipVersion++;
            LabelsVersion++;
        }
        else if (!SameLabels(labels, info.Labels))
        {
            LabelsVersion++;
        }

        Touch(info);
        return info;
    }

    /// <summary>Forgets a node.</summary>
    public void RemoveNode(string name)
    {
        if (!byName.TryGetValue(name, out var info) || !info.Exists)
            return;
        CountImages(info, -1);
        info.ClearNode();
        info.Index = -1;
        if (info.Pods.Count == 0)
            Drop(info);
        orderStale = true;
        MembershipVersion++;
        LabelsVersion++;
    }

    /// <summary>Places a pod that the API server reports as bound, replacing an assumed or older version.</summary>
    public void SetPod(PodInfo pod)
    {
        RemovePod(pod.Key);
        Place(pod);
    }

    /// <summary>Places a pod on our own decision.</summary>
    public void Assume(PodInfo pod)
    {
        RemovePod(pod.Key);
        Place(pod);
        assumed.Add(pod.Key);
    }

    /// <summary>Takes back an assumption that did not come true; false when it has been confirmed meanwhile or the pod has gone.</summary>
    public bool Forget(string key)
    {
        if (!assumed.Contains(key))
            return false;
        RemovePod(key);
        return true;
    }

    /// <summary>Takes a pod off its node.</summary>
    public PodInfo? RemovePod(string key)
    {
        if (!pods.Remove(key, out var pod))
            return null;
        assumed.Remove(key);
        var node = byName[pod.NodeName!];
        node.RemovePod(pod);
        Terms.Remove(pod, node);
        Touch(node);
        if (!node.Exists && node.Pods.Count == 0)
            Drop(node);
        return pod;
    }

    private static bool SameLabels(Dictionary<string, string>? a, Dictionary<string, string>? b)
    {
        if ((a?.Count ?? 0) != (b?.Count ?? 0))
            return false;
        if (a is null || b is null)
            return true;
        foreach (var (key, value) in a)
        {
            if (!b.TryGetValue(key, out var other) || other != value)
                return false;
        }

        return true;
    }

    private void Place(PodInfo pod)
    {
        var node = GetOrAdd(pod.NodeName!);
        node.AddPod(pod);
        Terms.Add(pod, node);
        pods[pod.Key] = pod;
        Touch(node);
    }

    private NodeInfo GetOrAdd(string name)
    {
        if (!byName.TryGetValue(name, out var info))
        {
            info = new NodeInfo(name);
            byName.Add(name, info);
        }

        return info;
    }

    private void Drop(NodeInfo info)
    {
        byName.Remove(info.Name);
        Unlink(info);
    }

    private void Touch(NodeInfo info)
    {
        info.Generation = ++generation;
        if (ReferenceEquals(MostRecent, info))
            return;
        Unlink(info);
        info.Older = MostRecent;
        if (MostRecent is not null)
            MostRecent.Newer = info;
        MostRecent = info;
    }

    private void Unlink(NodeInfo info)
    {
        if (info.Older is not null)
            info.Older.Newer = info.Newer;
        if (info.Newer is not null)
            info.Newer.Older = info.Older;
        if (ReferenceEquals(MostRecent, info))
            MostRecent = info.Older;
        info.Older = null;
        info.Newer = null;
    }

    private void CountImages(NodeInfo info, int sign)
    {
        if (info.Images is not { } images)
            return;
        foreach (var (name, _) in images)
        {
            var count = imageNodes.GetValueOrDefault(name) + sign;
            if (count <= 0)
                imageNodes.Remove(name);
            else
                imageNodes[name] = count;
        }
    }

    private void Reorder()
    {
        orderStale = false;
        var zones = new SortedDictionary<string, List<NodeInfo>>(StringComparer.Ordinal);
        var total = 0;
        foreach (var info in byName.Values)
        {
            if (!info.Exists)
                continue;
            if (!zones.TryGetValue(info.Zone, out var members))
                zones.Add(info.Zone, members = []);
            members.Add(info);
            total++;
        }

        var result = new NodeInfo[total];
        var next = 0;
        for (var round = 0; next < total; round++)
        {
            foreach (var members in zones.Values)
            {
                if (round >= members.Count)
                    continue;
                members[round].Index = next;
                result[next++] = members[round];
            }
        }

        nodes = result;
    }
}
