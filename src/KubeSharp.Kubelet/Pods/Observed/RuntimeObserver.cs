using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using KubeSharp.Kubelet.Cri;
using KubeSharp.Kubelet.Cri.V1;
using KubeSharp.Kubelet.Pods.Config;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Pods.Observed;

/// <summary>
/// Keeps a picture of what the runtime has, by pod. The runtime's events say which pod to look at again; everything is listed
/// only at the start, after a lost connection, and rarely as a safety net.
/// </summary>
internal sealed class RuntimeObserver(IContainerRuntime runtime, TimeSpan relistPeriod, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);
    private readonly ILogger log = loggers.CreateLogger<RuntimeObserver>();
    private readonly ConcurrentDictionary<string, ObservedPod> pods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> podOfContainer = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raised with a pod's uid when the picture of it has changed.</summary>
    public event Action<string>? Changed;

    /// <summary>Raised with a container's id when the kernel killed a process of it for want of memory.</summary>
    public event Action<string>? OutOfMemory;

    /// <summary>Completes when everything has been listed once.</summary>
    public Task Listed => first.Task;

    /// <summary>True while events arrive.</summary>
    public bool Connected { get; private set; }

    /// <summary>All pods that the runtime knows.</summary>
    public IReadOnlyCollection<ObservedPod> All => (IReadOnlyCollection<ObservedPod>)pods.Values;

    /// <summary>The picture of a pod; empty when the runtime knows nothing of it.</summary>
    public ObservedPod Get(string uid) => pods.TryGetValue(uid, out var pod) ? pod : new ObservedPod { Uid = uid };

    /// <summary>Observes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(cancellationToken);
            }
            catch (Exception e) when (e is RpcException or IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                if (Connected || !first.Task.IsCompleted)
                {
                    RuntimeLog.Lost(log, Describe(e));
                }
            }

            Connected = false;
            await Task.Delay(ReconnectPause, time, cancellationToken);
        }
    }

    /// <summary>Looks at one pod now and answers its new picture.</summary>
    public async Task<ObservedPod> RefreshAsync(string uid, CancellationToken cancellationToken)
    {
        var gate = gates.GetOrAdd(uid, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var sandboxFilter = new PodSandboxFilter { LabelSelector = { [Labels.PodUid] = uid } };
            var containerFilter = new ContainerFilter { LabelSelector = { [Labels.PodUid] = uid } };
            var sandboxes = await runtime.ListPodSandboxesAsync(sandboxFilter, cancellationToken);
            var containers = await runtime.ListContainersAsync(containerFilter, cancellationToken);
            return await UpdateAsync(uid, sandboxes, containers, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Forgets a pod that the runtime no longer has.</summary>
    public void Forget(string uid)
    {
        if (pods.TryGetValue(uid, out var pod) && pod.Sandboxes.Count == 0 && pod.Containers.Count == 0)
        {
            pods.TryRemove(uid, out _);
            gates.TryRemove(uid, out _);
        }
    }

    /// <summary>A container of this pod has been made: its end may come before it is first seen.</summary>
    public void Expect(string containerId, string uid) => podOfContainer[containerId] = uid;

    /// <summary>The pod of a container or sandbox.</summary>
    public string? PodOf(string containerId) => podOfContainer.GetValueOrDefault(containerId);

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateBounded<RuntimeEvent>(1024);
        var pump = PumpAsync(events.Writer, stop.Token);
        try
        {
            while (true)
            {
                using var period = new CancellationTokenSource(relistPeriod, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(period.Token, cancellationToken);
                try
                {
                    while (await events.Reader.WaitToReadAsync(either.Token))
                    {
                        while (events.Reader.TryRead(out var happened))
                        {
                            await HandleAsync(happened, cancellationToken);
                        }
                    }

                    await pump;
                    return;
                }
                catch (OperationCanceledException) when (period.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    await RelistAsync(cancellationToken);
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            try
            {
                await pump;
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException or IOException or HttpRequestException)
            {
                // Reported by whoever ended it.
            }
        }
    }

    private async Task PumpAsync(ChannelWriter<RuntimeEvent> writer, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await foreach (var happened in runtime.EventsAsync(cancellationToken))
            {
                await writer.WriteAsync(happened, cancellationToken);
            }
        }
        catch (Exception e) when (e is RpcException or IOException or HttpRequestException)
        {
            failure = e;
        }
        finally
        {
            writer.TryComplete(failure);
        }
    }

    private async Task HandleAsync(RuntimeEvent happened, CancellationToken cancellationToken)
    {
        switch (happened.Kind)
        {
            case RuntimeEventKind.Subscribed:
                await RelistAsync(cancellationToken);
                Connected = true;
                first.TrySetResult();
                break;
            case RuntimeEventKind.OutOfMemory:
                OutOfMemory?.Invoke(happened.ContainerId);
                break;
            case RuntimeEventKind.Exited when podOfContainer.TryGetValue(happened.ContainerId, out var uid):
                // The event comes before the CRI knows of the exit: look until it does, without holding up other events.
                _ = AfterExitAsync(uid, happened.ContainerId, cancellationToken);
                break;
            default:
                break;
        }
    }

    private async Task AfterExitAsync(string uid, string id, CancellationToken cancellationToken)
    {
        try
        {
            for (var pause = TimeSpan.FromMilliseconds(4); pause < TimeSpan.FromSeconds(10); pause *= 2)
            {
                var pod = await RefreshAsync(uid, cancellationToken);
                var container = pod.ById(id);
                if (container is { State: not ObservedState.Running } || (container is null && pod.Sandboxes.All(s => s.Id != id || !s.Ready)))
                {
                    return;
                }

                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // The connection is gone: the relist after it comes back sees everything.
        }
    }

    private async Task RelistAsync(CancellationToken cancellationToken)
    {
        var sandboxes = Group(await runtime.ListPodSandboxesAsync(null, cancellationToken), static s => s.Labels);
        var containers = Group(await runtime.ListContainersAsync(null, cancellationToken), static c => c.Labels);
        var uids = new HashSet<string>(pods.Keys, StringComparer.Ordinal);
        uids.UnionWith(sandboxes.Keys);
        uids.UnionWith(containers.Keys);
        foreach (var uid in uids)
        {
            if (Differs(Get(uid), sandboxes.GetValueOrDefault(uid) ?? [], containers.GetValueOrDefault(uid) ?? []))
            {
                await RefreshAsync(uid, cancellationToken);
            }
        }
    }

    private static bool Differs(ObservedPod known, List<PodSandbox> sandboxes, List<Container> containers)
    {
        if (known.Sandboxes.Count != sandboxes.Count || known.Containers.Count != containers.Count)
        {
            return true;
        }

        foreach (var sandbox in sandboxes)
        {
            if (!known.Sandboxes.Any(s => s.Id == sandbox.Id && s.Ready == (sandbox.State == PodSandboxState.SandboxReady)))
            {
                return true;
            }
        }

        foreach (var container in containers)
        {
            if (known.ById(container.Id)?.State != Translation.State(container.State))
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<string, List<T>> Group<T>(IReadOnlyList<T> items, Func<T, IDictionary<string, string>> labels)
    {
        var groups = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (labels(item).TryGetValue(Labels.PodUid, out var uid))
            {
                (groups.TryGetValue(uid, out var list) ? list : groups[uid] = []).Add(item);
            }
        }

        return groups;
    }

    private async Task<ObservedPod> UpdateAsync(
        string uid, IReadOnlyList<PodSandbox> sandboxes, IReadOnlyList<Container> containers, CancellationToken cancellationToken)
    {
        var known = Get(uid);
        var newSandboxes = new List<ObservedSandbox>(sandboxes.Count);
        foreach (var sandbox in sandboxes)
        {
            podOfContainer[sandbox.Id] = uid;
            var ready = sandbox.State == PodSandboxState.SandboxReady;
            var old = known.Sandboxes.FirstOrDefault(s => s.Id == sandbox.Id);
            if (old is null || old.Ready != ready)
            {
                try
                {
                    var status = await runtime.PodSandboxStatusAsync(sandbox.Id, verbose: false, cancellationToken);
                    old = Translation.Sandbox(status.Status);
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
                {
                    continue;
                }
            }

            newSandboxes.Add(old);
        }

        var newContainers = new List<ObservedContainer>(containers.Count);
        foreach (var container in containers)
        {
            podOfContainer[container.Id] = uid;
            var old = known.ById(container.Id);
            if (old is null || old.State != Translation.State(container.State) || old.State == ObservedState.Created)
            {
                try
                {
                    var status = await runtime.ContainerStatusAsync(container.Id, verbose: false, cancellationToken);
                    old = Translation.Container(status.Status, container.PodSandboxId);
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
                {
                    continue;
                }
            }

            newContainers.Add(old);
        }

        newSandboxes.Sort(static (a, b) => a.Attempt != b.Attempt ? b.Attempt.CompareTo(a.Attempt) : b.CreatedAt.CompareTo(a.CreatedAt));
        newContainers.Sort(static (a, b) => b.CreatedAt.CompareTo(a.CreatedAt));
        var updated = new ObservedPod
        {
            Uid = uid,
            Namespace = Label(sandboxes, containers, Labels.PodNamespace),
            Name = Label(sandboxes, containers, Labels.PodName),
            Sandboxes = newSandboxes,
            Containers = newContainers,
        };
        var changed = !known.Sandboxes.SequenceEqual(newSandboxes) || !known.Containers.SequenceEqual(newContainers);
        foreach (var gone in known.Containers)
        {
            if (updated.ById(gone.Id) is null)
            {
                podOfContainer.TryRemove(gone.Id, out _);
            }
        }

        pods[uid] = updated;
        if (changed)
        {
            Changed?.Invoke(uid);
        }

        return updated;
    }

    private static string Label(IReadOnlyList<PodSandbox> sandboxes, IReadOnlyList<Container> containers, string label)
    {
        if (sandboxes.Count > 0)
        {
            return sandboxes[0].Labels.TryGetValue(label, out var value) ? value : "";
        }

        return containers.Count > 0 && containers[0].Labels.TryGetValue(label, out var text) ? text : "";
    }

    private static string Describe(Exception e) => e is RpcException rpc ? rpc.Status.Detail : e.Message;
}
