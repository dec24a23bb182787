using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Framework;

/// <summary>A node with the pods that run on it or are assumed to, and what they take. Owned by <see cref="ClusterState"/>.</summary>
internal sealed class NodeInfo
{
    private static readonly Node Unknown = new();

    /// <summary>Starts an entry for a node that may not have been seen yet (a pod can be known before its node).</summary>
    public NodeInfo(string name) => Name = name;

    /// <summary>The node's name.</summary>
    public string Name { get; }

    /// <summary>The object as the API server has it.</summary>
    public Node Node { get; private set; } = Unknown;

    /// <summary>False while only pods of the node are known.</summary>
    public bool Exists => !ReferenceEquals(Node, Unknown);

    /// <summary>The labels; null when there are none.</summary>
    public Dictionary<string, string>? Labels { get; private set; }

    /// <summary>The taints, never null.</summary>
    public List<Taint> Taints { get; private set; } = [];

    /// <summary>spec.unschedulable.</summary>
    public bool Unschedulable { get; private set; }

    /// <summary>Region and zone as one text; equal for nodes of one zone.</summary>
    public string Zone { get; private set; } = "";

    /// <summary>What the node offers to pods.</summary>
    public ResourceVector Allocatable { get; private set; } = new();

    /// <summary>What its pods take.</summary>
    public ResourceVector Requested { get; private set; } = new();

    /// <summary>CPU its pods take for scoring, in thousandths of a core.</summary>
    public long NonZeroMilliCpu { get; private set; }

    /// <summary>Memory its pods take for scoring, in bytes.</summary>
    public long NonZeroMemory { get; private set; }

    /// <summary>Its pods.</summary>
    public List<PodInfo> Pods { get; private set; } = [];

    /// <summary>Host ports in use.</summary>
    public List<HostPort> Ports { get; private set; } = [];

    /// <summary>How many of its pods use each claim (namespace/name); null when none does.</summary>
    public Dictionary<string, int>? Claims { get; private set; }

    /// <summary>Images present on the node with their sizes in bytes.</summary>
    public Dictionary<string, long>? Images { get; private set; }

    /// <summary>Position in <see cref="ClusterState.Nodes"/>; -1 while not in it.</summary>
    public int Index { get; set; } = -1;

    /// <summary>When the pods of this node changed last, in the cluster's own counting.</summary>
    public long Generation { get; set; }

    /// <summary>The node that changed next before this one.</summary>
    public NodeInfo? Older { get; set; }

    /// <summary>The node that changed next after this one.</summary>
    public NodeInfo? Newer { get; set; }

    /// <summary>Takes over a new version of the object.</summary>
    public void SetNode(Node node)
    {
        Node = node;
        Labels = node.Metadata.Labels;
        Taints = node.Spec.Taints ?? [];
        Unschedulable = node.Spec.Unschedulable ?? false;
        Allocatable = PodRequests.FromList(node.Status.Allocatable);
        Zone = ZoneOf(Labels);
        Images = null;
        if (node.Status.Images is { Count: > 0 } images)
        {
            var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var image in images)
            {
                if (image.Names is null)
                    continue;
                foreach (var name in image.Names)
                    sizes[name] = image.SizeBytes ?? 0;
            }

            Images = sizes;
        }
    }

    /// <summary>Forgets the object; the pods stay until they are deleted themselves.</summary>
    public void ClearNode()
    {
        Node = Unknown;
        Labels = null;
        Taints = [];
        Allocatable = new ResourceVector();
        Images = null;
    }

    /// <summary>Adds a pod.</summary>
    public void AddPod(PodInfo pod)
    {
        Pods.Add(pod);
        Requested.Add(pod.Requests);
        NonZeroMilliCpu += pod.NonZeroMilliCpu;
        NonZeroMemory += pod.NonZeroMemory;
        if (pod.HostPorts.Length > 0)
            Ports.AddRange(pod.HostPorts);
        foreach (var claim in pod.Claims)
        {
            Claims ??= new Dictionary<string, int>(StringComparer.Ordinal);
            var key = pod.Namespace + "/" + claim;
            Claims[key] = Claims.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>Takes a pod off; false when it was not there.</summary>
    public bool RemovePod(PodInfo pod)
    {
        for (var i = 0; i < Pods.Count; i++)
        {
            var present = Pods[i];
            if (!string.Equals(present.Key, pod.Key, StringComparison.Ordinal) || present.Uid != pod.Uid)
                continue;
            Pods[i] = Pods[^1];
            Pods.RemoveAt(Pods.Count - 1);
            Requested.Add(present.Requests, -1);
            NonZeroMilliCpu -= present.NonZeroMilliCpu;
            NonZeroMemory -= present.NonZeroMemory;
            foreach (var port in present.HostPorts)
                Ports.Remove(port);
            foreach (var claim in present.Claims)
            {
                var key = present.Namespace + "/" + claim;
                if (Claims is null || !Claims.TryGetValue(key, out var count))
                    continue;
                if (count == 1)
                    Claims.Remove(key);
                else
                    Claims[key] = count - 1;
            }

            return true;
        }

        return false;
    }

    /// <summary>A copy on which preemption and nomination can try things.</summary>
    public NodeInfo Clone() => new(Name)
    {
        Node = Node,
        Labels = Labels,
        Taints = Taints,
        Unschedulable = Unschedulable,
        Zone = Zone,
        Allocatable = Allocatable,
        Requested = Requested.Clone(),
        NonZeroMilliCpu = NonZeroMilliCpu,
        NonZeroMemory = NonZeroMemory,
        Pods = [.. Pods],
        Ports = [.. Ports],
        Claims = Claims is null ? null : new Dictionary<string, int>(Claims, StringComparer.Ordinal),
        Images = Images,
        Index = Index,
        Generation = Generation,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string ZoneOf(Dictionary<string, string>? labels)
    {
        if (labels is null)
            return "";
        var region = labels.GetValueOrDefault("topology.kubernetes.io/region") ?? "";
        var zone = labels.GetValueOrDefault("topology.kubernetes.io/zone") ?? "";
        return region.Length + zone.Length == 0 ? "" : region + "\0" + zone;
    }
}
