using System.Collections.Concurrent;
using KubeSharp.Client;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.StaticPods;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Status;

/// <summary>
/// Writes statuses to the API: for each pod one write at a time, always the newest; what changes meanwhile goes with the next. A
/// pod marked for deletion is deleted once its last status is written and nothing of it is left on the node.
/// </summary>
internal sealed class StatusReporter(KubeClient? client, MirrorPods mirrors, TimeProvider time, ILoggerFactory loggers, CancellationToken stop)
    : IPodReporter, IDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(30);
    private readonly ILogger log = loggers.CreateLogger<StatusReporter>();
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turns = new(AtOnce);

    public void Dispose() => turns.Dispose();

    /// <inheritdoc/>
    public PodStatus Last(Pod pod) =>
        entries.TryGetValue(pod.Metadata.Uid!, out var entry) && entry.Status is { } status ? status
        : MirrorPods.IsStatic(pod) && mirrors.Of(pod) is { } mirror ? mirror.Status : pod.Status;

    /// <inheritdoc/>
    public void Report(Pod pod, PodStatus status)
    {
        var entry = entries.GetOrAdd(pod.Metadata.Uid!, static _ => new Entry());
        lock (entry)
        {
            entry.Pod = pod;
            if (entry.Status is { } known && known.Equals(status))
            {
                return;
            }

            entry.Status = status;
            entry.Dirty = true;
        }

        Kick(entry);
    }

    /// <inheritdoc/>
    public void Ended(Pod pod)
    {
        var entry = entries.GetOrAdd(pod.Metadata.Uid!, static _ => new Entry());
        lock (entry)
        {
            entry.Pod = pod;
            if (entry.Ended && entry.Deleted)
            {
                return;
            }

            entry.Ended = true;
        }

        Kick(entry);
    }

    /// <inheritdoc/>
    public void Forget(string podUid) => entries.TryRemove(podUid, out _);

    /// <summary>The status of a static pod is to be written again: its mirror is a new object.</summary>
    public void Repeat(Pod staticPod)
    {
        if (entries.TryGetValue(staticPod.Metadata.Uid!, out var entry))
        {
            lock (entry)
            {
                entry.Dirty = true;
            }

            Kick(entry);
        }
    }

    private void Kick(Entry entry)
    {
        lock (entry)
        {
            if (client is null || entry.Running)
            {
                return;
            }

            entry.Running = true;
        }

        _ = Task.Run(() => WriteAsync(entry), stop);
    }

    private async Task WriteAsync(Entry entry)
    {
        var pause = FirstPause;
        while (true)
        {
            Pod pod;
            PodStatus? status;
            bool ended;
            lock (entry)
            {
                var deletable = entry.Ended && !entry.Deleted && entry.Pod!.Metadata.DeletionTimestamp is not null;
                if (stop.IsCancellationRequested || (!entry.Dirty && !deletable))
                {
                    entry.Running = false;
                    return;
                }

                pod = entry.Pod!;
                status = entry.Dirty ? entry.Status : null;
                ended = entry.Ended;
                entry.Dirty = false;
            }

            try
            {
                await turns.WaitAsync(stop);
                try
                {
                    await WriteAsync(entry, pod, status, ended);
                    pause = FirstPause;
                }
                finally
                {
                    turns.Release();
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is KubeApiException or HttpRequestException or IOException or OperationCanceledException)
            {
                StatusLog.Failed(log, pod.Metadata.Namespace, pod.Metadata.Name, e.Message, pause);
                lock (entry)
                {
                    entry.Dirty |= status is not null;
                }

                await Task.Delay(pause, time, CancellationToken.None);
                pause = pause * 2 > LastPause ? LastPause : pause * 2;
            }
        }
    }

    private async Task WriteAsync(Entry entry, Pod pod, PodStatus? status, bool ended)
    {
        var target = MirrorPods.IsStatic(pod) ? mirrors.Of(pod) : pod;
        if (target is null)
        {
            return;
        }

        try
        {
            if (status is not null && !status.Equals(target.Status))
            {
                await client!.PatchAsync<Pod>(
                    target.Metadata.Namespace, target.Metadata.Name!, StatusPatch.Build(target.Metadata.Uid!, status, target.Status), "status",
                    cancellationToken: stop);
            }

            if (ended && pod.Metadata.DeletionTimestamp is not null && !MirrorPods.IsStatic(pod))
            {
                var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
                await client!.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name!, options, stop);
                entry.Deleted = true;
            }
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // The pod is gone, or another of its name stands in its place. Nobody wants this status.
            entry.Deleted = true;
        }
    }

    private sealed class Entry
    {
        public Pod? Pod { get; set; }

        public PodStatus? Status { get; set; }

        public bool Dirty { get; set; }

        public bool Running { get; set; }

        public bool Ended { get; set; }

        public bool Deleted { get; set; }
    }
}
