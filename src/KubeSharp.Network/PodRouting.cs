namespace KubeSharp.Network;

/// <summary>How packets reach pods on other nodes.</summary>
public enum PodRouting
{
    /// <summary>Not at all: pods of other nodes are unreachable from here, or someone else sees to it.</summary>
    None,

    /// <summary>A route to each node's pod range by way of that node, for nodes on one network segment.</summary>
    HostGateway,
}
