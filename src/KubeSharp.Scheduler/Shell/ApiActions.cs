using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Volumes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Scheduler.Shell;

/// <summary>Carries decisions out through the API server.</summary>
internal sealed class ApiActions(
    KubeClient client,
    InformerFactory informers,
    IReadOnlyDictionary<string, EventRecorder> recorders,
    TimeSpan volumeTimeout,
    TimeProvider time,
    ILogger logger) : ISchedulerActions
{
    private const int MaxMessage = 1024;

    private readonly VolumeBinder volumes = new(client, informers, volumeTimeout, time);

    /// <inheritdoc/>
    public async Task<string?> BindAsync(PodInfo pod, string nodeName, CancellationToken cancel)
    {
        var binding = new Binding();
        binding.Metadata.Namespace = pod.Namespace;
        binding.Metadata.Name = pod.Name;
        binding.Metadata.Uid = pod.Uid;
        binding.Target.Kind = "Node";
        binding.Target.Name = nodeName;
        try
        {
            await client.CreateSubresourceAsync<Pod, Binding>(pod.Namespace, pod.Name, "binding", binding, cancellationToken: cancel)
                .ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (fault is KubeApiException or HttpRequestException)
        {
            return fault.Message;
        }
    }

    /// <inheritdoc/>
    public Task<string?> BindVolumesAsync(PodInfo pod, VolumeDecision decision, CancellationToken cancel) =>
        volumes.BindAsync(pod, decision, cancel);

    /// <summary>Says that a pod has its node.</summary>
    public void ReportBound(SchedulingOutcome outcome)
    {
        ComponentLog.Bound(logger, outcome.Pod.Key, outcome.NodeName!);
        Record(outcome, outcome.Pod, EventTypes.Normal, "Scheduled", $"Successfully assigned {outcome.Pod.Key} to {outcome.NodeName}");
    }

    /// <summary>Says why a pod has no node, and removes the pods that are in its way.</summary>
    public async Task ReportFailureAsync(SchedulingOutcome outcome, CancellationToken cancel)
    {
        ComponentLog.Unschedulable(logger, outcome.Pod.Key, outcome.Message);
        var message = outcome.Message.Length > MaxMessage ? outcome.Message[..(MaxMessage - 4)] + " ..." : outcome.Message;
        foreach (var victim in outcome.Victims)
            await EvictAsync(outcome, victim, cancel).ConfigureAwait(false);
        foreach (var displaced in outcome.Displaced)
            await PatchStatusAsync(displaced, "PodScheduled", "False", "Unschedulable", CurrentMessage(displaced), "", cancel).ConfigureAwait(false);

        Record(outcome, outcome.Pod, EventTypes.Warning, "FailedScheduling", message);
        await PatchStatusAsync(outcome.Pod, "PodScheduled", "False", outcome.Reason, outcome.Message, outcome.NominatedNode, cancel)
            .ConfigureAwait(false);
    }

    private static string? CurrentMessage(PodInfo pod)
    {
        foreach (var condition in pod.Pod.Status.Conditions ?? [])
        {
            if (condition.Type == "PodScheduled")
                return condition.Message;
        }

        return null;
    }

    private async Task EvictAsync(SchedulingOutcome outcome, PodInfo victim, CancellationToken cancel)
    {
        if (victim.IsTerminating)
            return;
        ComponentLog.Preempting(logger, victim.Key, outcome.Pod.Key, outcome.NominatedNode ?? "");
        var why = $"{outcome.Profile.SchedulerName}: preempting to accommodate a higher priority pod";
        await PatchStatusAsync(victim, "DisruptionTarget", "True", "PreemptionByScheduler", why, null, cancel).ConfigureAwait(false);
        try
        {
            var options = new DeleteOptions { Preconditions = new Preconditions { Uid = victim.Uid } };
            await client.DeleteAsync<Pod>(victim.Namespace, victim.Name, options, cancel).ConfigureAwait(false);
            Record(outcome, victim, EventTypes.Normal, "Preempted", $"Preempted by pod {outcome.Pod.Uid} on node {outcome.NominatedNode}");
        }
        catch (KubeApiException fault) when (fault.IsNotFound || fault.IsConflict)
        {
            // Gone already, which is what was wanted.
        }
        catch (Exception fault) when (fault is KubeApiException or HttpRequestException)
        {
            ComponentLog.WriteFailed(logger, "deletion", victim.Key, fault.Message);
        }
    }

    private async Task PatchStatusAsync(
        PodInfo pod, string type, string status, string? reason, string? message, string? nominatedNode, CancellationToken cancel)
    {
        // The informer's version is newer than the one that was decided upon, and saves a write when the condition is there already.
        var current = informers.Get<Pod>().Get(pod.Namespace, pod.Name) ?? pod.Pod;
        if (current.Metadata.Uid != pod.Uid)
            return;
        if (PodStatusPatch.Build(current, type, status, reason, message, nominatedNode, time.GetUtcNow()) is not { } patch)
            return;
        try
        {
            await client.PatchAsync<Pod>(pod.Namespace, pod.Name, KubePatch.StrategicMerge(patch), "status", cancellationToken: cancel)
                .ConfigureAwait(false);
        }
        catch (KubeApiException fault) when (fault.IsNotFound || fault.IsConflict)
        {
            // Deleted, or made anew under the same name: nothing left to say about it.
        }
        catch (Exception fault) when (fault is KubeApiException or HttpRequestException)
        {
            ComponentLog.WriteFailed(logger, "status", pod.Key, fault.Message);
        }
    }

    private void Record(SchedulingOutcome outcome, PodInfo pod, string type, string reason, string message)
    {
        if (recorders.TryGetValue(outcome.Profile.SchedulerName, out var recorder))
            recorder.Event(pod.Pod, type, reason, message);
    }
}
