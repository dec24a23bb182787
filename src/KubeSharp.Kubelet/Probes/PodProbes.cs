using System.Collections.Concurrent;
using KubeSharp.Client;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <inheritdoc cref="IPodProbes"/>
internal sealed class PodProbes(IProber prober, EventRecorder events, TimeProvider time) : IPodProbes, IDisposable
{
    private static readonly ProbeVerdict NoProbes = new(Started: true, Ready: true);
    private static readonly ProbeVerdict NotYet = new(Started: false, Ready: false);

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, ContainerProbes>> _pods = new();
    private readonly DateTimeOffset _start = time.GetUtcNow();

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public void Sync(Pod pod, ObservedPod observed, bool terminating)
    {
        var uid = observed.Uid;
        var containers = _pods.GetOrAdd(uid, _ => new());
        foreach (var (id, probes) in containers)
        {
            if (observed.ById(id) is { Running: true })
                continue;
            containers.TryRemove(id, out _);
            probes.Dispose();
        }

        foreach (var container in PodContainer.Of(pod))
        {
            if (!HasProbes(container.Spec) || observed.Newest(container.Name, observed.Sandbox?.Id) is not { Running: true } running)
                continue;
            var probes = containers.TryGetValue(running.Id, out var known) ? known : terminating ? null : Begin(pod, observed, container, running, containers);
            if (terminating)
                probes?.StopLiveness();
        }
    }

    /// <inheritdoc/>
    public ProbeVerdict Verdict(string podUid, string containerId)
    {
        if (!_pods.TryGetValue(podUid, out var containers))
            return NotYet;
        return containers.TryGetValue(containerId, out var probes) ? probes.Verdict : NoProbes;
    }

    /// <inheritdoc/>
    public void Forget(string podUid)
    {
        if (!_pods.TryRemove(podUid, out var containers))
            return;
        foreach (var probes in containers.Values)
            probes.Dispose();
    }

    public void Dispose()
    {
        foreach (var uid in _pods.Keys)
            Forget(uid);
    }

    private static bool HasProbes(Container c) => c.StartupProbe is not null || c.LivenessProbe is not null || c.ReadinessProbe is not null;

    private ContainerProbes Begin(
        Pod pod, ObservedPod observed, PodContainer container, ObservedContainer running, ConcurrentDictionary<string, ContainerProbes> containers)
    {
        var address = observed.Sandbox switch
        {
            { HostNetwork: true } => pod.Status.HostIP,
            { Ips: [var first, ..] } => first,
            _ => pod.Status.PodIP,
        };
        ProbeTarget target = new(pod, container.Spec, running.Id, string.IsNullOrEmpty(address) ? "127.0.0.1" : address);
        ContainerProbes probes = new(
            target,
            Before(pod, container, running),
            prober,
            time,
            changed: () => Changed?.Invoke(observed.Uid),
            report: (kind, outcome) => Report(pod, container, kind, outcome));
        containers[running.Id] = probes;
        return probes;
    }

    /// <summary>The API's word counts for a container that was running before this kubelet started.</summary>
    private ProbeVerdict? Before(Pod pod, PodContainer container, ObservedContainer running)
    {
        if (running.StartedAt is not { } started || started >= _start)
            return null;
        var statuses = (pod.Status.ContainerStatuses ?? []).Concat(pod.Status.InitContainerStatuses ?? []);
        var status = statuses.FirstOrDefault(s => s.Name == container.Name && s.ContainerID?.EndsWith(running.Id, StringComparison.Ordinal) == true);
        return status is null ? null : new ProbeVerdict(status.Started == true, status.Ready);
    }

    private void Report(Pod pod, PodContainer container, ProbeKind kind, ProbeOutcome outcome)
    {
        var (reason, verb) = outcome.Result == ProbeResult.Warning ? ("ProbeWarning", "warning") : ("Unhealthy", "failed");
        var field = container.Kind == ContainerKind.Init ? "initContainers" : "containers";
        var about = EventRecorder.ReferenceTo(pod);
        about.FieldPath = $"spec.{field}{{{container.Name}}}";
        events.Event(about, "Warning", reason, $"{kind} probe {verb}: {outcome.Output}");
    }
}
