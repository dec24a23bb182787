using KubeSharp.Network;

namespace KubeSharp.Composition;

/// <summary>How the pod network of this machine is laid out, for the server that builds it and the teardown that removes it.</summary>
internal static class NodeNetwork
{
    public static NetworkOptions Options(ServerSettings settings) => new()
    {
        NodeName = settings.NodeName,
        NodeIP = settings.NodeIP,
        ClusterCidrs = [settings.ClusterCidr],
        ServiceCidrs = settings.ServiceClusterIPRanges,
        CniConfigDirectory = settings.Paths.CniConfig,
        CniStateDirectory = settings.Paths.CniState,
    };
}
