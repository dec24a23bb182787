using KubeSharp.ApiMachinery.Values;
using KubeSharp.Kubelet.Cgroups;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Pods.Config;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Kubelet.Probes;
using KubeSharp.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Pods;

/// <summary>What every pod worker of a node uses.</summary>
internal sealed record PodServices
{
    public required KubeletPaths Paths { get; init; }

    public required IContainerRuntime Runtime { get; init; }

    public required RuntimeObserver Observer { get; init; }

    public required ImagePuller Images { get; init; }

    public required VolumeManager Volumes { get; init; }

    public required IPodProbes Probes { get; init; }

    public required CgroupManager Cgroups { get; init; }

    public required SandboxConfigBuilder Sandboxes { get; init; }

    public required ContainerConfigBuilder Containers { get; init; }

    public required EnvironmentBuilder Environment { get; init; }

    public required Hooks Hooks { get; init; }

    public required ContainerEvents Events { get; init; }

    public required IPodReporter Reporter { get; init; }

    /// <summary>The node's addresses.</summary>
    public required Func<IReadOnlyList<string>> HostIps { get; init; }

    /// <summary>What the node can give to pods.</summary>
    public required Func<IReadOnlyDictionary<string, Quantity>> Allocatable { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }
}
