using KubeSharp.Models.Core.V1;
using KubeSharp.Scheduler.Matching;

namespace KubeSharp.Scheduler.Framework;

/// <summary>
/// A pod with everything the plugins ask of it worked out once: requests summed, selectors compiled. Immutable but for
/// <see cref="NodeName"/>, which the scheduler sets on its own copy when it assumes the pod.
/// </summary>
internal sealed class PodInfo
{
    private PodInfo(Pod pod)
    {
        Pod = pod;
        var spec = pod.Spec;
        Namespace = pod.Metadata.Namespace ?? "";
        Name = pod.Metadata.Name ?? "";
        Key = Namespace + "/" + Name;
        Uid = pod.Metadata.Uid ?? "";
        Labels = pod.Metadata.Labels;
        Priority = spec.Priority ?? 0;
        NodeName = string.IsNullOrEmpty(spec.NodeName) ? null : spec.NodeName;
        IsTerminating = pod.Metadata.DeletionTimestamp is not null;
        Requests = PodRequests.Compute(pod);
        (NonZeroMilliCpu, NonZeroMemory) = PodRequests.ComputeNonZero(pod, Requests);
        HostPorts = CollectPorts(spec);
        Claims = CollectClaims(pod);

        if (spec.Affinity is { } affinity)
        {
            if (affinity.NodeAffinity is { } nodes)
            {
                if (nodes.RequiredDuringSchedulingIgnoredDuringExecution is { } required)
                    RequiredNodes = NodeMatcher.From(required);
                if (nodes.PreferredDuringSchedulingIgnoredDuringExecution is { Count: > 0 } preferred)
                    PreferredNodes = CompilePreferred(preferred);
            }

            if (affinity.PodAffinity is { } podAffinity)
            {
                RequiredAffinity = PodTerm.From(podAffinity.RequiredDuringSchedulingIgnoredDuringExecution, Namespace);
                PreferredAffinity = PodTerm.From(podAffinity.PreferredDuringSchedulingIgnoredDuringExecution, Namespace);
            }

            if (affinity.PodAntiAffinity is { } antiAffinity)
            {
                RequiredAntiAffinity = PodTerm.From(antiAffinity.RequiredDuringSchedulingIgnoredDuringExecution, Namespace);
                PreferredAntiAffinity = PodTerm.From(antiAffinity.PreferredDuringSchedulingIgnoredDuringExecution, Namespace);
            }
        }

        if (spec.NodeSelector is { Count: > 0 } selector)
            NodeSelector = LabelMatcher.FromEqualities(selector);
        SpreadConstraints = SpreadConstraint.From(spec.TopologySpreadConstraints, Labels);
    }

    private PodInfo(PodInfo other, string nodeName)
    {
        Pod = other.Pod;
        Namespace = other.Namespace;
        Name = other.Name;
        Key = other.Key;
        Uid = other.Uid;
        Labels = other.Labels;
        Priority = other.Priority;
        NodeName = nodeName;
        IsTerminating = other.IsTerminating;
        Requests = other.Requests;
        NonZeroMilliCpu = other.NonZeroMilliCpu;
        NonZeroMemory = other.NonZeroMemory;
        HostPorts = other.HostPorts;
        Claims = other.Claims;
        RequiredNodes = other.RequiredNodes;
        PreferredNodes = other.PreferredNodes;
        RequiredAffinity = other.RequiredAffinity;
        PreferredAffinity = other.PreferredAffinity;
        RequiredAntiAffinity = other.RequiredAntiAffinity;
        PreferredAntiAffinity = other.PreferredAntiAffinity;
        NodeSelector = other.NodeSelector;
        SpreadConstraints = other.SpreadConstraints;
    }

    /// <summary>The object as the API server has it.</summary>
    public Pod Pod { get; }

    /// <summary>namespace/name.</summary>
    public string Key { get; }

    /// <summary>Distinguishes a pod from a later one of the same name.</summary>
    public string Uid { get; }

    /// <summary>The namespace.</summary>
    public string Namespace { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The labels; null when there are none.</summary>
    public Dictionary<string, string>? Labels { get; }

    /// <summary>Higher goes first and may push out lower.</summary>
    public int Priority { get; }

    /// <summary>The node the pod is on, or assumed to be on; null before.</summary>
    public string? NodeName { get; }

    /// <summary>Deletion has been asked for.</summary>
    public bool IsTerminating { get; }

    /// <summary>What it takes from its node.</summary>
    public ResourceVector Requests { get; }

    /// <summary>CPU for scoring, in thousandths of a core, with a default for containers that ask for none.</summary>
    public long NonZeroMilliCpu { get; }

    /// <summary>Memory for scoring, in bytes, with a default for containers that ask for none.</summary>
    public long NonZeroMemory { get; }

    /// <summary>Ports of the node it wants.</summary>
    public HostPort[] HostPorts { get; }

    /// <summary>Names of its persistent volume claims, those of generic ephemeral volumes included.</summary>
    public string[] Claims { get; }

    /// <summary>spec.nodeSelector, or null.</summary>
    public LabelMatcher? NodeSelector { get; }

    /// <summary>Required node affinity, or null.</summary>
    public NodeMatcher? RequiredNodes { get; }

    /// <summary>Preferred node affinity.</summary>
    public (NodeMatcher Nodes, int Weight)[] PreferredNodes { get; } = [];

    /// <summary>Required pod affinity.</summary>
    public PodTerm[] RequiredAffinity { get; } = [];

    /// <summary>Required pod anti-affinity.</summary>
    public PodTerm[] RequiredAntiAffinity { get; } = [];

    /// <summary>Preferred pod affinity.</summary>
    public PodTerm[] PreferredAffinity { get; } = [];

    /// <summary>Preferred pod anti-affinity.</summary>
    public PodTerm[] PreferredAntiAffinity { get; } = [];

    /// <summary>Topology spread constraints of its own.</summary>
    public SpreadConstraint[] SpreadConstraints { get; }

    /// <summary>The scheduler that is responsible.</summary>
    public string SchedulerName => string.IsNullOrEmpty(Pod.Spec.SchedulerName) ? "default-scheduler" : Pod.Spec.SchedulerName;

    /// <summary>Compiles a pod.</summary>
    public static PodInfo From(Pod pod) => new(pod);

    /// <summary>The same pod as if it ran on <paramref name="nodeName"/>.</summary>
    public PodInfo On(string nodeName) => new(this, nodeName);

    /// <summary>True when nodeSelector and required node affinity allow the node.</summary>
    public bool AllowsNode(NodeInfo node) =>
        (NodeSelector is null || NodeSelector.Matches(node.Labels)) && (RequiredNodes is null || RequiredNodes.Matches(node.Name, node.Labels));

    /// <inheritdoc/>
    public override string ToString() => Key;

    private static (NodeMatcher Nodes, int Weight)[] CompilePreferred(List<PreferredSchedulingTerm> preferred)
    {
        var list = new List<(NodeMatcher, int)>(preferred.Count);
        foreach (var term in preferred)
        {
            if (term.Weight != 0)
                list.Add((NodeMatcher.From(term.Preference), term.Weight));
        }

        return [.. list];
    }

    private static HostPort[] CollectPorts(PodSpec spec)
    {
        List<HostPort>? ports = null;
        foreach (var container in spec.Containers)
            Collect(container, ref ports);
        if (spec.InitContainers is { } initContainers)
        {
            foreach (var container in initContainers)
            {
                if (container.RestartPolicy == "Always")
                    Collect(container, ref ports);
            }
        }

        return ports is null ? [] : [.. ports];

        static void Collect(Container container, ref List<HostPort>? ports)
        {
            if (container.Ports is null)
                return;
            foreach (var port in container.Ports)
            {
                if (port.HostPort is > 0 and var number)
                {
                    (ports ??= []).Add(new HostPort(
                        string.IsNullOrEmpty(port.Protocol) ? "TCP" : port.Protocol,
                        number,
                        string.IsNullOrEmpty(port.HostIP) ? HostPort.AnyAddress : port.HostIP));
                }
            }
        }
    }

    private static string[] CollectClaims(Pod pod)
    {
        if (pod.Spec.Volumes is not { } volumes)
            return [];
        List<string>? claims = null;
        foreach (var volume in volumes)
        {
            if (volume.PersistentVolumeClaim is { } claim)
                (claims ??= []).Add(claim.ClaimName);
            else if (volume.Ephemeral is not null)
                (claims ??= []).Add($"{pod.Metadata.Name}-{volume.Name}");
        }

        return claims is null ? [] : [.. claims];
    }
}
