using Grpc.Core;
using KubeSharp.Client;
using KubeSharp.Kubelet.Pods.Config;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods;

/// <summary>Carries out the actions of a plan. Each ends with a fresh look at the pod.</summary>
internal sealed class PodOperations(PodServices services)
{
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    /// <summary>Brings the pod's volumes up to date and answers their paths by name.</summary>
    /// <exception cref="StartException">A volume cannot be set up.</exception>
    public async Task<IReadOnlyDictionary<string, string>> MountAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Volumes.SetUpAsync(WithAddresses(pod), services.Allocatable(), cancellationToken);
        }
        catch (Exception e) when (e is VolumeException or KubeApiException or HttpRequestException)
        {
            services.Events.Report(pod, EventTypes.Warning, "FailedMount", e.Message);
            throw new StartException("ContainerCreating", "", inner: e);
        }
    }

    /// <summary>Makes a sandbox with its network.</summary>
    /// <exception cref="StartException">The runtime refuses.</exception>
    public async Task CreateSandboxAsync(Pod pod, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            services.Cgroups.Ensure(pod);
            var config = services.Sandboxes.Build(pod, attempt);
            Directory.CreateDirectory(config.LogDirectory);
            await services.Runtime.RunPodSandboxAsync(config, "", cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            services.Events.Report(
                pod, EventTypes.Warning, "FailedCreatePodSandBox", $"Failed to create pod sandbox: rpc error: code = {e.StatusCode} desc = {e.Status.Detail}");
            throw new StartException("ContainerCreating", "", inner: e);
        }
        catch (ContainerConfigException e)
        {
            services.Events.Report(pod, EventTypes.Warning, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
            throw new StartException("ContainerCreating", "", inner: e);
        }
        finally
        {
            await RefreshAsync(pod, cancellationToken);
        }
    }

    /// <summary>Pulls, creates, starts, and runs the postStart hook.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="action">What to start.</param>
    /// <param name="volumes">The paths of the pod's volumes.</param>
    /// <param name="cancellationToken">Ends it, also in the middle.</param>
    /// <exception cref="StartException">It did not come to that; says why.</exception>
    public async Task StartContainerAsync(
        Pod pod, PodAction.StartContainer action, IReadOnlyDictionary<string, string> volumes, CancellationToken cancellationToken)
    {
        var container = action.Container;
        var observed = services.Observer.Get(pod.Metadata.Uid!);
        var sandbox = observed.Sandbox ?? throw new StartException("ContainerCreating", "the pod's sandbox is gone");
        var image = await services.Images.EnsureAsync(pod, container, services.Events, cancellationToken);
        string id;
        try
        {
            var withAddresses = WithAddresses(pod);
            var environment = await services.Environment.BuildAsync(withAddresses, container.Spec, volumes, cancellationToken);
            var target = container.Target is { Length: > 0 } name ? observed.Newest(name, sandbox.Id) : null;
            if (container.Target is { Length: > 0 } && target is not { Running: true })
            {
                throw new ContainerConfigException($"unable to find target container {container.Target}");
            }

            var config = services.Containers.Build(withAddresses, container, action.RestartCount, image, environment, volumes, target?.Id);
            var sandboxConfig = services.Sandboxes.Build(pod, sandbox.Attempt);
            id = await services.Runtime.CreateContainerAsync(sandbox.Id, config, sandboxConfig, cancellationToken);
        }
        catch (Exception e) when (e is ContainerConfigException or KubeApiException or HttpRequestException or IOException)
        {
            services.Events.Report(pod, container, EventTypes.Warning, "Failed", $"Error: {e.Message}");
            throw new StartException("CreateContainerConfigError", e.Message, inner: e);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            services.Events.Report(pod, container, EventTypes.Warning, "Failed", $"Error: {e.Status.Detail}");
            await RefreshAsync(pod, cancellationToken);
            throw new StartException("CreateContainerError", e.Status.Detail, inner: e);
        }

        services.Observer.Expect(id, pod.Metadata.Uid!);
        services.Events.Report(pod, container, EventTypes.Normal, "Created", $"Created container: {container.Name}");
        try
        {
            await services.Runtime.StartContainerAsync(id, cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            services.Events.Report(pod, container, EventTypes.Warning, "Failed", $"Error: {e.Status.Detail}");
            await RefreshAsync(pod, cancellationToken);
            throw new StartException("RunContainerError", e.Status.Detail, TimeSpan.Zero, e);
        }

        services.Events.Report(pod, container, EventTypes.Normal, "Started", $"Started container {container.Name}");
        await RefreshAsync(pod, cancellationToken);
        if (container.Spec.Lifecycle?.PostStart is { } hook)
        {
            await PostStartAsync(pod, container, hook, id, sandbox, cancellationToken);
        }
    }

    /// <summary>Runs the preStop hook unless it has run, then stops the container within what is left of the grace.</summary>
    public async Task KillAsync(
        Pod pod, PodAction.KillContainer action, PodContainer? container, bool runHook, CancellationToken cancellationToken)
    {
        var observed = services.Observer.Get(pod.Metadata.Uid!);
        try
        {
            if (container is not null && runHook)
            {
                services.Events.Report(pod, container, EventTypes.Normal, "Killing", action.Message);
                if (container.Spec.Lifecycle?.PreStop is { } hook && action.Deadline > services.Time.GetUtcNow() && observed.ById(action.Id) is { Running: true })
                {
                    await PreStopAsync(pod, container, hook, action, cancellationToken);
                }
            }

            var left = action.Deadline - services.Time.GetUtcNow();
            var seconds = (long)Math.Ceiling((left < LeastGrace ? LeastGrace : left).TotalSeconds);
            await services.Runtime.StopContainerAsync(action.Id, seconds, cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // It is gone: that was the aim.
        }
        finally
        {
            await RefreshAsync(pod, CancellationToken.None);
        }
    }

    public async Task StopSandboxAsync(Pod pod, string id, CancellationToken cancellationToken)
    {
        try
        {
            await services.Runtime.StopPodSandboxAsync(id, cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // It is gone: that was the aim.
        }
        finally
        {
            await RefreshAsync(pod, cancellationToken);
        }
    }

    public async Task RemoveContainerAsync(Pod pod, string id, CancellationToken cancellationToken)
    {
        var log = services.Observer.Get(pod.Metadata.Uid!).ById(id)?.LogPath;
        await services.Runtime.RemoveContainerAsync(id, cancellationToken);
        if (log is { Length: > 0 })
        {
            ContainerLogs.Delete(log);
        }

        await RefreshAsync(pod, cancellationToken);
    }

    public async Task RemoveSandboxAsync(Pod pod, string id, CancellationToken cancellationToken)
    {
        await services.Runtime.RemovePodSandboxAsync(id, cancellationToken);
        await RefreshAsync(pod, cancellationToken);
    }

    /// <summary>Releases what an ended pod still holds on the node, except its dead containers and their logs.</summary>
    public async Task ReleaseAsync(Pod pod)
    {
        var uid = pod.Metadata.Uid!;
        services.Probes.Forget(uid);
        await Task.Run(() => services.Volumes.TearDown(uid));
        services.Cgroups.Remove(uid);
    }

    /// <summary>Removes the dead containers, sandboxes and logs of a pod that is no longer in the API.</summary>
    public async Task EraseAsync(Pod pod, CancellationToken cancellationToken)
    {
        var uid = pod.Metadata.Uid!;
        var observed = services.Observer.Get(uid);
        foreach (var sandbox in observed.Sandboxes)
        {
            await services.Runtime.RemovePodSandboxAsync(sandbox.Id, cancellationToken);
        }

        await services.Observer.RefreshAsync(uid, cancellationToken);
        services.Observer.Forget(uid);
        var logs = services.Paths.PodLogs(pod.Metadata.Namespace ?? "", pod.Metadata.Name ?? "", uid);
        if (Directory.Exists(logs))
        {
            Directory.Delete(logs, recursive: true);
        }
    }

    private async Task PostStartAsync(
        Pod pod, PodContainer container, LifecycleHandler hook, string id, ObservedSandbox sandbox, CancellationToken cancellationToken)
    {
        var failure = await services.Hooks.RunAsync(hook, container.Spec, id, Address(sandbox), cancellationToken);
        if (failure is null)
        {
            return;
        }

        services.Events.Report(pod, container, EventTypes.Warning, "FailedPostStartHook", "PostStartHook failed");
        var deadline = services.Time.GetUtcNow() + TimeSpan.FromSeconds(PodDecider.GraceSeconds(pod));
        await KillAsync(pod, new PodAction.KillContainer(id, container.Name, deadline, "FailedPostStartHook"), container, true, cancellationToken);
        throw new StartException("PostStartHookError", failure, TimeSpan.Zero);
    }

    private async Task PreStopAsync(
        Pod pod, PodContainer container, LifecycleHandler hook, PodAction.KillContainer action, CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource(action.Deadline - services.Time.GetUtcNow(), services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancellationToken);
        try
        {
            var sandbox = services.Observer.Get(pod.Metadata.Uid!).Sandbox;
            var failure = await services.Hooks.RunAsync(hook, container.Spec, action.Id, sandbox is null ? "" : Address(sandbox), either.Token);
            if (failure is not null)
            {
                services.Events.Report(pod, container, EventTypes.Warning, "FailedPreStopHook", "PreStopHook failed");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The grace is over: the container goes now.
        }
    }

    private string Address(ObservedSandbox sandbox) =>
        sandbox.Ips.Count > 0 ? sandbox.Ips[0] : services.HostIps() is [var first, ..] ? first : "127.0.0.1";

    private Pod WithAddresses(Pod pod)
    {
        var copy = pod.DeepCopy();
        var hosts = services.HostIps();
        copy.Status.HostIP = hosts.Count > 0 ? hosts[0] : null;
        copy.Status.HostIPs = [.. hosts.Select(ip => new HostIP { Ip = ip })];
        var sandbox = services.Observer.Get(pod.Metadata.Uid!).Sandbox;
        var ips = pod.Spec.HostNetwork == true ? hosts : sandbox?.Ips ?? [];
        copy.Status.PodIP = ips.Count > 0 ? ips[0] : null;
        copy.Status.PodIPs = [.. ips.Select(ip => new PodIP { Ip = ip })];
        return copy;
    }

    private async Task RefreshAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            await services.Observer.RefreshAsync(pod.Metadata.Uid!, cancellationToken);
        }
        catch (RpcException)
        {
            // The runtime is away: it is listed anew when it comes back.
        }
    }
}
