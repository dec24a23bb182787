using KubeSharp.Kubelet.Cri.V1;

namespace KubeSharp.Kubelet.Cri;

/// <summary>
/// The seam between the kubelet and a container runtime: the CRI, one method a call, so that everything above can be
/// tested against a runtime in memory. Failures are <see cref="Grpc.Core.RpcException"/>s.
/// </summary>
internal interface IContainerRuntime
{
    Task<VersionResponse> VersionAsync(CancellationToken cancellationToken);

    Task<StatusResponse> StatusAsync(CancellationToken cancellationToken);

    Task<string> RunPodSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancellationToken);

    Task StopPodSandboxAsync(string sandboxId, CancellationToken cancellationToken);

    Task RemovePodSandboxAsync(string sandboxId, CancellationToken cancellationToken);

    Task<PodSandboxStatusResponse> PodSandboxStatusAsync(string sandboxId, bool verbose, CancellationToken cancellationToken);

    Task<IReadOnlyList<PodSandbox>> ListPodSandboxesAsync(PodSandboxFilter? filter, CancellationToken cancellationToken);

    Task<string> CreateContainerAsync(
        string sandboxId, ContainerConfig config, PodSandboxConfig sandboxConfig, CancellationToken cancellationToken);

    Task StartContainerAsync(string containerId, CancellationToken cancellationToken);

    /// <summary>Sends the stop signal and, after <paramref name="timeoutSeconds"/>, SIGKILL. Returns when the container has ended.</summary>
    Task StopContainerAsync(string containerId, long timeoutSeconds, CancellationToken cancellationToken);

    Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken);

    Task<IReadOnlyList<Container>> ListContainersAsync(ContainerFilter? filter, CancellationToken cancellationToken);

    Task<ContainerStatusResponse> ContainerStatusAsync(string containerId, bool verbose, CancellationToken cancellationToken);

    Task UpdateContainerResourcesAsync(string containerId, LinuxContainerResources resources, CancellationToken cancellationToken);

    Task ReopenContainerLogAsync(string containerId, CancellationToken cancellationToken);

    /// <param name="timeout">How long the command may take; zero means as long as it wants. The runtime ends it after that.</param>
    Task<ExecSyncResponse> ExecSyncAsync(
        string containerId, IEnumerable<string> command, TimeSpan timeout, CancellationToken cancellationToken);

    /// <summary>Prepares a streamed exec. Answers the address on which the runtime serves the stream once.</summary>
    Task<Uri> ExecAsync(ExecRequest request, CancellationToken cancellationToken);

    /// <summary>Prepares a streamed attach. Answers the address on which the runtime serves the stream once.</summary>
    Task<Uri> AttachAsync(AttachRequest request, CancellationToken cancellationToken);

    Task<IReadOnlyList<ContainerStats>> ListContainerStatsAsync(CancellationToken cancellationToken);

    Task UpdatePodCidrAsync(string podCidr, CancellationToken cancellationToken);

    Task<IReadOnlyList<Image>> ListImagesAsync(CancellationToken cancellationToken);

    /// <summary>The image, or null when it is not on this node.</summary>
    Task<Image?> ImageStatusAsync(string image, CancellationToken cancellationToken);

    /// <summary>Pulls an image and answers its reference.</summary>
    Task<string> PullImageAsync(string image, AuthConfig? auth, PodSandboxConfig? sandbox, CancellationToken cancellationToken);

    Task RemoveImageAsync(string image, CancellationToken cancellationToken);

    Task<IReadOnlyList<FilesystemUsage>> ImageFileSystemsAsync(CancellationToken cancellationToken);

    /// <summary>Names of images that garbage collection must leave alone, beyond those that the CRI itself reports as pinned.</summary>
    Task<IReadOnlySet<string>> PinnedImageNamesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Follows what happens to container processes. The enumeration ends with an exception when the runtime goes away;
    /// whoever reads it lists everything again and then starts over. The first item is always
    /// <see cref="RuntimeEventKind.Subscribed"/>: whatever happens after it is not missed.
    /// </summary>
    IAsyncEnumerable<RuntimeEvent> EventsAsync(CancellationToken cancellationToken);
}
