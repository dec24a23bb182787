using System.Buffers;
using System.Text.Json;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;

namespace KubeSharp.Controllers;

/// <summary>Carries <see cref="PodGCDecision"/> out, some time after anything happened that could leave such pods.</summary>
internal sealed class PodGCController : KeyedController
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(40);
    private static readonly ObjectKey Everything = new("", "everything");
    private readonly Informer<Node> nodes;
    private readonly Informer<Pod> pods;
    private readonly Dictionary<string, DateTimeOffset> missingSince = new(StringComparer.Ordinal);

    public PodGCController(ControllerContext context)
        : base(context, workers: 1)
    {
        nodes = Need<Node>();
        nodes.AddHandler(null, (_, node) => LookLater(node.Spec.Taints is { Count: > 0 }), _ => LookLater(true));
        pods = Need<Pod>();
        pods.AddHandler(PodSeen, (_, pod) => PodSeen(pod));
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (Node node in nodes.List()) known[node.Metadata.Name!] = node;
        PodGCPlan plan = PodGCDecision.Decide(pods.List(), known, Context.Options.TerminatedPodGCThreshold);
        foreach (Pod pod in plan.Finished) await DeleteAsync(pod, null, cancellationToken).ConfigureAwait(false);
        foreach (Pod pod in plan.Unscheduled) await DeleteAsync(pod, null, cancellationToken).ConfigureAwait(false);
        foreach (Pod pod in plan.OutOfService)
            await DeleteAsync(pod, "PodGC: node is out of service", cancellationToken).ConfigureAwait(false);
        bool waiting = false;
        var gone = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (Pod pod in plan.Orphaned)
        {
            if (!gone.TryGetValue(pod.Spec.NodeName!, out bool isGone))
                gone[pod.Spec.NodeName!] = isGone = await IsGoneAsync(pod.Spec.NodeName!, cancellationToken).ConfigureAwait(false);
            if (isGone) await DeleteAsync(pod, "PodGC: node no longer exists", cancellationToken).ConfigureAwait(false);
            else waiting = true;
        }

        foreach (string node in missingSince.Keys)
            if (!gone.TryGetValue(node, out bool isGone) || isGone) missingSince.Remove(node);
        return waiting ? ReconcileResult.After(Period) : ReconcileResult.Done;
    }

    /// <summary>A node counts as gone when it was missing for a while and the server itself does not have it.</summary>
    private async Task<bool> IsGoneAsync(string node, CancellationToken cancellationToken)
    {
        if (!missingSince.TryGetValue(node, out DateTimeOffset since)) missingSince[node] = since = Context.Now;
        if (Context.Now - since < Quarantine) return false;
        return await Client.FindAsync<Node>(null, node, cancellationToken).ConfigureAwait(false) is null;
    }

    private async Task DeleteAsync(Pod pod, string? disruption, CancellationToken cancellationToken)
    {
        try
        {
            // Nobody is left to say how it ended.
            if (disruption is not null && !PodFacts.IsFinished(pod))
                await Client.PatchAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name!, Failure(pod, disruption), "status", cancellationToken: cancellationToken).ConfigureAwait(false);
            var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
            await Client.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name!, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone or changed: the next look decides anew.
        }
    }

    private KubePatch Failure(Pod pod, string disruption)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var condition = new PodCondition
            {
                Type = "DisruptionTarget",
                Status = Truth.True,
                Reason = "DeletionByPodGC",
                Message = disruption,
                LastTransitionTime = Context.Now,
            };
            writer.WriteStartObject();
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("uid"u8, pod.Metadata.Uid);
            writer.WriteEndObject();
            writer.WriteStartObject("status"u8);
            writer.WriteString("phase"u8, "Failed"u8);
            writer.WriteStartArray("conditions"u8);
            condition.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return KubePatch.StrategicMerge(buffer.WrittenMemory);
    }

    private void PodSeen(Pod pod) => LookLater(
        PodFacts.IsFinished(pod)
        || (pod.Metadata.DeletionTimestamp is not null && string.IsNullOrEmpty(pod.Spec.NodeName))
        || (pod.Spec.NodeName is { Length: > 0 } node && nodes.HasSynced && nodes.Get(null, node) is null));

    private void LookLater(bool matters)
    {
        if (matters) Queue.AddAfter(Everything, Period);
    }

    /// <summary>What was left while nobody watched.</summary>
    protected override Task StartedAsync(CancellationToken cancellationToken)
    {
        Queue.AddAfter(Everything, Period);
        return Task.CompletedTask;
    }
}
