using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.Kubelet.Cri.Containerd;
using KubeSharp.Kubelet.Cri.V1;
using PodImage = KubeSharp.Kubelet.Cri.V1.Image;

namespace KubeSharp.Kubelet.Cri;

/// <summary>The CRI over a unix socket; task events come from containerd's own event service.</summary>
/// <remarks>
/// Calls that a runtime answers from memory get a deadline, as upstream's <c>--runtime-request-timeout</c>; calls that last as
/// long as the work behind them (pulling, stopping with grace, exec) have none beyond their own argument.
/// </remarks>
internal sealed class CriRuntime : IContainerRuntime, IDisposable
{
    private readonly GrpcChannel channel;
    private readonly RuntimeService.RuntimeServiceClient runtime;
    private readonly ImageService.ImageServiceClient images;
    private readonly TimeSpan requestTimeout;

    public CriRuntime(string endpoint, TimeSpan requestTimeout)
    {
        channel = UnixSocketChannel.Create(endpoint);
        runtime = new RuntimeService.RuntimeServiceClient(channel);
        images = new ImageService.ImageServiceClient(channel);
        this.requestTimeout = requestTimeout;
    }

    public void Dispose() => channel.Dispose();

    public async Task<VersionResponse> VersionAsync(CancellationToken cancellationToken) =>
        await runtime.VersionAsync(new VersionRequest(), Bounded(cancellationToken));

    public async Task<StatusResponse> StatusAsync(CancellationToken cancellationToken) =>
        await runtime.StatusAsync(new StatusRequest { Verbose = false }, Bounded(cancellationToken));

    public async Task<string> RunPodSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancellationToken)
    {
        // Twice the request time-out, as upstream: a sandbox may have to pull its image and run CNI plugins.
        var options = new CallOptions(deadline: DateTime.UtcNow + (requestTimeout * 2), cancellationToken: cancellationToken);
        var answer = await runtime.RunPodSandboxAsync(
            new RunPodSandboxRequest { Config = config, RuntimeHandler = runtimeHandler }, options);
        return answer.PodSandboxId;
    }

    public async Task StopPodSandboxAsync(string sandboxId, CancellationToken cancellationToken) =>
        await runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = sandboxId }, Bounded(cancellationToken));

    public async Task RemovePodSandboxAsync(string sandboxId, CancellationToken cancellationToken) =>
        await runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = sandboxId }, Bounded(cancellationToken));

    public async Task<PodSandboxStatusResponse> PodSandboxStatusAsync(
        string sandboxId, bool verbose, CancellationToken cancellationToken) =>
        await runtime.PodSandboxStatusAsync(
            new PodSandboxStatusRequest { PodSandboxId = sandboxId, Verbose = verbose }, Bounded(cancellationToken));

    public async Task<IReadOnlyList<PodSandbox>> ListPodSandboxesAsync(PodSandboxFilter? filter, CancellationToken cancellationToken)
    {
        var answer = await runtime.ListPodSandboxAsync(new ListPodSandboxRequest { Filter = filter }, Bounded(cancellationToken));
        return answer.Items;
    }

    public async Task<string> CreateContainerAsync(
        string sandboxId, ContainerConfig config, PodSandboxConfig sandboxConfig, CancellationToken cancellationToken)
    {
        var answer = await runtime.CreateContainerAsync(
            new CreateContainerRequest { PodSandboxId = sandboxId, Config = config, SandboxConfig = sandboxConfig },
            Bounded(cancellationToken));
        return answer.ContainerId;
    }

    public async Task StartContainerAsync(string containerId, CancellationToken cancellationToken) =>
        await runtime.StartContainerAsync(new StartContainerRequest { ContainerId = containerId }, Bounded(cancellationToken));

    public async Task StopContainerAsync(string containerId, long timeoutSeconds, CancellationToken cancellationToken)
    {
        var deadline = DateTime.UtcNow + requestTimeout + TimeSpan.FromSeconds(Math.Min(timeoutSeconds, int.MaxValue));
        await runtime.StopContainerAsync(
            new StopContainerRequest { ContainerId = containerId, Timeout = timeoutSeconds },
            new CallOptions(deadline: deadline, cancellationToken: cancellationToken));
    }

    public async Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken) =>
        await runtime.RemoveContainerAsync(new RemoveContainerRequest { ContainerId = containerId }, Bounded(cancellationToken));

    public async Task<IReadOnlyList<Container>> ListContainersAsync(ContainerFilter? filter, CancellationToken cancellationToken)
    {
        var answer = await runtime.ListContainersAsync(new ListContainersRequest { Filter = filter }, Bounded(cancellationToken));
        return answer.Containers;
    }

    public async Task<ContainerStatusResponse> ContainerStatusAsync(
        string containerId, bool verbose, CancellationToken cancellationToken) =>
        await runtime.ContainerStatusAsync(
            new ContainerStatusRequest { ContainerId = containerId, Verbose = verbose }, Bounded(cancellationToken));

    public async Task UpdateContainerResourcesAsync(
        string containerId, LinuxContainerResources resources, CancellationToken cancellationToken) =>
        await runtime.UpdateContainerResourcesAsync(
            new UpdateContainerResourcesRequest { ContainerId = containerId, Linux = resources }, Bounded(cancellationToken));

    public async Task ReopenContainerLogAsync(string containerId, CancellationToken cancellationToken) =>
        await runtime.ReopenContainerLogAsync(new ReopenContainerLogRequest { ContainerId = containerId }, Bounded(cancellationToken));

    public async Task<ExecSyncResponse> ExecSyncAsync(
        string containerId, IEnumerable<string> command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var request = new ExecSyncRequest { ContainerId = containerId, Timeout = (long)Math.Ceiling(timeout.TotalSeconds) };
        request.Cmd.Add(command);
        DateTime? deadline = timeout > TimeSpan.Zero ? DateTime.UtcNow + requestTimeout + timeout : null;
        return await runtime.ExecSyncAsync(request, new CallOptions(deadline: deadline, cancellationToken: cancellationToken));
    }

    public async Task<Uri> ExecAsync(ExecRequest request, CancellationToken cancellationToken)
    {
        var answer = await runtime.ExecAsync(request, Bounded(cancellationToken));
        return new Uri(answer.Url);
    }

    public async Task<Uri> AttachAsync(AttachRequest request, CancellationToken cancellationToken)
    {
        var answer = await runtime.AttachAsync(request, Bounded(cancellationToken));
        return new Uri(answer.Url);
    }

    public async Task<IReadOnlyList<ContainerStats>> ListContainerStatsAsync(CancellationToken cancellationToken)
    {
        var answer = await runtime.ListContainerStatsAsync(new ListContainerStatsRequest(), Bounded(cancellationToken));
        return answer.Stats;
    }

    public async Task UpdatePodCidrAsync(string podCidr, CancellationToken cancellationToken)
    {
        var config = new RuntimeConfig { NetworkConfig = new NetworkConfig { PodCidr = podCidr } };
        await runtime.UpdateRuntimeConfigAsync(new UpdateRuntimeConfigRequest { RuntimeConfig = config }, Bounded(cancellationToken));
    }

    public async Task<IReadOnlyList<PodImage>> ListImagesAsync(CancellationToken cancellationToken)
    {
        var answer = await images.ListImagesAsync(new V1.ListImagesRequest(), Bounded(cancellationToken));
        return answer.Images;
    }

    public async Task<PodImage?> ImageStatusAsync(string image, CancellationToken cancellationToken)
    {
        var answer = await images.ImageStatusAsync(
            new ImageStatusRequest { Image = new ImageSpec { Image = image } }, Bounded(cancellationToken));
        return answer.Image is { Id.Length: > 0 } found ? found : null;
    }

    public async Task<string> PullImageAsync(
        string image, AuthConfig? auth, PodSandboxConfig? sandbox, CancellationToken cancellationToken)
    {
        var answer = await images.PullImageAsync(
            new PullImageRequest { Image = new ImageSpec { Image = image }, Auth = auth, SandboxConfig = sandbox },
            new CallOptions(cancellationToken: cancellationToken));
        return answer.ImageRef;
    }

    public async Task RemoveImageAsync(string image, CancellationToken cancellationToken) =>
        await images.RemoveImageAsync(new RemoveImageRequest { Image = new ImageSpec { Image = image } }, Bounded(cancellationToken));

    public async Task<IReadOnlyList<FilesystemUsage>> ImageFileSystemsAsync(CancellationToken cancellationToken)
    {
        var answer = await images.ImageFsInfoAsync(new ImageFsInfoRequest(), Bounded(cancellationToken));
        return answer.ImageFilesystems;
    }

    public async Task<IReadOnlySet<string>> PinnedImageNamesAsync(CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var request = new Containerd.ListImagesRequest { Filters = { "labels.\"io.cri-containerd.pinned\"==pinned" } };
        var options = new CallOptions(ContainerdCalls.Headers, DateTime.UtcNow + requestTimeout, cancellationToken);
        try
        {
            using var call = channel.CreateCallInvoker().AsyncUnaryCall(ContainerdCalls.ListImages, null, options, request);
            var answer = await call.ResponseAsync;
            foreach (var image in answer.Images)
            {
                names.Add(image.Name);
            }
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            // Another runtime than containerd: its own pinned flag has to do.
        }

        return names;
    }

    public async IAsyncEnumerable<RuntimeEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new SubscribeRequest
        {
            Filters =
            {
                Filter("/tasks/start"), Filter("/tasks/exit"), Filter("/tasks/oom"),
            },
        };
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
            ContainerdCalls.Subscribe, null, new CallOptions(ContainerdCalls.Headers, cancellationToken: cancellationToken), request);

        // containerd sends no response headers before its first event, so there is nothing to wait for here: a cheap call
        // on the same connection is answered after the server has taken up the subscription that was sent before it.
        var first = call.ResponseStream.MoveNext(cancellationToken);
        await VersionAsync(cancellationToken);
        yield return new RuntimeEvent(RuntimeEventKind.Subscribed, "");
        while (await first)
        {
            var envelope = call.ResponseStream.Current;
            if (Translate(envelope) is { } happened)
            {
                yield return happened;
            }

            first = call.ResponseStream.MoveNext(cancellationToken);
        }

        static string Filter(string topic) => $"namespace==\"{ContainerdCalls.KubernetesNamespace}\",topic==\"{topic}\"";
    }

    private static RuntimeEvent? Translate(Envelope envelope)
    {
        if (envelope.Event is null)
        {
            return null;
        }

        // All task events carry the container's id in field 1; only the exit has a text in field 2.
        var task = TaskExit.Parser.ParseFrom(envelope.Event.Value);
        return envelope.Topic switch
        {
            "/tasks/start" => new RuntimeEvent(RuntimeEventKind.Started, task.ContainerId),
            "/tasks/exit" when task.ExecId.Length == 0 || task.ExecId == task.ContainerId =>
                new RuntimeEvent(RuntimeEventKind.Exited, task.ContainerId),
            "/tasks/oom" => new RuntimeEvent(RuntimeEventKind.OutOfMemory, task.ContainerId),
            _ => null,
        };
    }

    private CallOptions Bounded(CancellationToken cancellationToken) =>
        new(deadline: DateTime.UtcNow + requestTimeout, cancellationToken: cancellationToken);
}
