using System.Collections.Concurrent;
using KubeSharp.Client;
using KubeSharp.Kubelet.Pods.Config;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Kubelet.Pods;

/// <summary>
/// The pods of this node, each with its worker. Sources say which pods there should be; the runtime's picture says what has changed;
/// what runs without being wanted by a source is ended.
/// </summary>
internal sealed class PodManager
{
    private readonly PodServices services;
    private readonly Func<Pod, IReadOnlyCollection<Pod>, Rejection?> admit;
    private readonly Func<CancellationToken, Task> refreshNode;
    private readonly Dictionary<string, Pod> reconsidered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PodWorker> workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly Lock admission = new();
    private CancellationToken stop;
    private volatile bool started;

    /// <param name="services">What workers use.</param>
    /// <param name="admit">Says whether a new pod fits beside the active ones; a reason when not.</param>
    /// <param name="refreshNode">Reads the Node object anew.</param>
    public PodManager(PodServices services, Func<Pod, IReadOnlyCollection<Pod>, Rejection?> admit, Func<CancellationToken, Task> refreshNode)
    {
        this.refreshNode = refreshNode;
        this.services = services;
        this.admit = admit;
        services.Observer.Changed += Wake;
        services.Probes.Changed += Wake;
    }

    /// <summary>The pods, those that are ending included.</summary>
    public IReadOnlyCollection<Pod> Pods
    {
        get
        {
            var pods = new List<Pod>();
            foreach (var worker in workers.Values)
            {
                pods.Add(worker.Pod);
            }

            return pods;
        }
    }

    /// <summary>The pods that use or will use resources of the node.</summary>
    public IReadOnlyCollection<Pod> Active
    {
        get
        {
            var pods = new List<Pod>();
            foreach (var worker in workers.Values)
            {
                if (!worker.Finished && worker.Pod.Status.Phase is not ("Failed" or "Succeeded"))
                {
                    pods.Add(worker.Pod);
                }
            }

            return pods;
        }
    }

    /// <summary>Workers begin; from now on sources may add pods.</summary>
    public void Start(CancellationToken cancellationToken)
    {
        stop = cancellationToken;
        started = true;
    }

    public Pod? Find(string uid) => workers.TryGetValue(uid, out var worker) ? worker.Pod : null;

    public Pod? Find(string ns, string name)
    {
        Pod? found = null;
        foreach (var worker in workers.Values)
        {
            var pod = worker.Pod;
            if (pod.Metadata.Name == name && pod.Metadata.Namespace == ns && (found is null || !worker.Terminating))
            {
                found = pod;
            }
        }

        return found;
    }

    /// <summary>A source wants this pod, as it is now.</summary>
    public void Set(Pod pod)
    {
        lock (admission)
        {
            var uid = pod.Metadata.Uid!;
            if (reconsidered.ContainsKey(uid))
            {
                reconsidered[uid] = pod;
            }
            else if (workers.TryGetValue(uid, out var worker))
            {
                worker.Update(pod);
            }
            else
            {
                Begin(pod, secondThought: false);
            }
        }
    }

    /// <summary>No source wants this pod any more.</summary>
    public void Remove(string uid)
    {
        lock (admission)
        {
            reconsidered.Remove(uid);
        }

        if (workers.TryGetValue(uid, out var worker))
        {
            var meta = worker.Pod.Metadata;
            worker.Remove(meta.DeletionTimestamp is not null ? meta.DeletionGracePeriodSeconds ?? 0 : PodDecider.GraceSeconds(worker.Pod));
        }
    }

    /// <summary>An object that this pod refers to has changed.</summary>
    public void ReferencesChanged(string uid)
    {
        if (workers.TryGetValue(uid, out var worker))
        {
            worker.ReferencesChanged();
        }
    }

    /// <summary>The node ends a pod.</summary>
    public bool Evict(string uid, long graceSeconds, TerminationOutcome outcome)
    {
        if (!workers.TryGetValue(uid, out var worker) || worker.Terminating)
        {
            return false;
        }

        worker.Terminate(graceSeconds, outcome);
        return true;
    }

    /// <summary>Once every source has spoken: ends what the runtime, the disk and the cgroups have of pods that nobody wants.</summary>
    public void RemoveOrphans()
    {
        foreach (var observed in services.Observer.All)
        {
            if (!workers.ContainsKey(observed.Uid) && (observed.Sandboxes.Count > 0 || observed.Containers.Count > 0))
            {
                PodLog.Orphan(services.Log, observed.Namespace, observed.Name, observed.Uid);
                Add(FromRuntime(observed), worker => worker.Remove(PodDecider.GraceSeconds(new Pod())));
            }
        }

        var live = new HashSet<string>(workers.Keys, StringComparer.Ordinal);
        services.Volumes.TearDownOrphans(live);
        foreach (var uid in services.Cgroups.Pods())
        {
            if (!live.Contains(uid))
            {
                services.Cgroups.Remove(uid);
            }
        }
    }

    /// <summary>Waits for all workers to have ended after the stop.</summary>
    public Task StoppedAsync() => Task.WhenAll(running.Values);

    private void Begin(Pod pod, bool secondThought)
    {
        var observed = services.Observer.Get(pod.Metadata.Uid!);
        var final = pod.Status.Phase is "Failed" or "Succeeded";
        if (final && !observed.AnyRunning)
        {
            Add(pod, worker => worker.Terminate(0));
            return;
        }

        // A pod that already runs here was admitted before.
        var rejection = observed.Sandboxes.Count > 0 || pod.Metadata.DeletionTimestamp is not null ? null : admit(pod, Active);
        if (rejection is null)
        {
            Add(pod, final ? worker => worker.Terminate(PodDecider.GraceSeconds(pod)) : null);
        }
        else if (rejection.ByNode && !secondThought)
        {
            // The scheduler may know the node better: labels, for example, may have just come.
            reconsidered[pod.Metadata.Uid!] = pod;
            _ = ReconsiderAsync(pod.Metadata.Uid!);
        }
        else
        {
            services.Events.Report(pod, "Warning", rejection.Reason, rejection.Message);
            Add(pod, worker => worker.Terminate(0, new TerminationOutcome(rejection.Reason, rejection.Message, Rejected: true)));
        }
    }

    private async Task ReconsiderAsync(string uid)
    {
        try
        {
            await refreshNode(stop);
        }
        catch (Exception e) when (e is KubeApiException or HttpRequestException or IOException or OperationCanceledException)
        {
            // Then the node as it is known decides.
        }

        lock (admission)
        {
            if (!stop.IsCancellationRequested && reconsidered.Remove(uid, out var pod))
            {
                Begin(pod, secondThought: true);
            }
        }
    }

    private void Wake(string uid)
    {
        if (workers.TryGetValue(uid, out var worker))
        {
            worker.Wake();
        }
    }

    /// <param name="pod">The pod.</param>
    /// <param name="first">What its worker is told before it does anything.</param>
    private void Add(Pod pod, Action<PodWorker>? first)
    {
        if (!started)
        {
            throw new InvalidOperationException("pods may be added only after the start");
        }

        var uid = pod.Metadata.Uid!;
        var worker = new PodWorker(services, pod);
        worker.Update(pod);
        first?.Invoke(worker);
        workers[uid] = worker;
        running[uid] = Task.Run(() => RunAsync(uid, worker), CancellationToken.None);
    }

    private async Task RunAsync(string uid, PodWorker worker)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await worker.RunAsync(stop);
                break;
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e)
            {
                // A fault in a decision must not leave the pod without anyone who cares for it.
                PodLog.WorkerFailed(services.Log, e, worker.Pod.Metadata.Namespace, worker.Pod.Metadata.Name);
                await Task.Delay(TimeSpan.FromSeconds(10), services.Time, CancellationToken.None);
            }
        }

        if (!stop.IsCancellationRequested)
        {
            workers.TryRemove(uid, out _);
        }

        running.TryRemove(uid, out _);
    }

    private static Pod FromRuntime(ObservedPod observed)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in observed.Containers)
        {
            names.Add(container.Name);
        }

        return new Pod
        {
            Metadata = new ObjectMeta
            {
                Uid = observed.Uid,
                Name = observed.Name,
                Namespace = observed.Namespace,
                Annotations = new Dictionary<string, string> { [Labels.ConfigSource] = "runtime" },
            },
            Spec = new PodSpec { Containers = [.. names.Select(n => new Container { Name = n })] },
        };
    }
}
