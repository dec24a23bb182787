using System.Collections.Concurrent;
using KubeSharp.Client;
using KubeSharp.Kubelet.Pods.Config;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Meta.V1;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.StaticPods;

/// <summary>
/// The objects in the API that show this node's static pods: made when missing, made anew when the static pod has changed, deleted when
/// it is gone.
/// https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/
/// </summary>
internal sealed class MirrorPods(KubeClient? client, string nodeName, Func<string?> nodeUid, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);
    private readonly ILogger log = loggers.CreateLogger<MirrorPods>();
    private readonly ConcurrentDictionary<(string Namespace, string Name), Pod> mirrors = new();
    private readonly ConcurrentDictionary<(string Namespace, string Name), Pod> wanted = new();

    /// <summary>Raised with the static pod whose mirror has come or changed.</summary>
    public event Action<Pod>? Changed;

    public static bool IsMirror(Pod pod) => pod.Metadata.Annotations?.ContainsKey(Labels.ConfigMirror) == true;

    public static bool IsStatic(Pod pod) =>
        pod.Metadata.Annotations is { } annotations && annotations.TryGetValue(Labels.ConfigSource, out var source) && source == "file";

    /// <summary>The mirror of a static pod, if it is in the API and shows this very pod.</summary>
    public Pod? Of(Pod staticPod) =>
        mirrors.TryGetValue(Key(staticPod), out var mirror) && Shows(mirror, staticPod) ? mirror : null;

    /// <summary>There is this static pod.</summary>
    public void Want(Pod staticPod, CancellationToken cancellationToken)
    {
        wanted[Key(staticPod)] = staticPod;
        _ = ReconcileAsync(Key(staticPod), cancellationToken);
    }

    /// <summary>There is no such static pod any more.</summary>
    public void Unwant(Pod staticPod, CancellationToken cancellationToken)
    {
        wanted.TryRemove(KeyValuePair.Create(Key(staticPod), staticPod));
        _ = ReconcileAsync(Key(staticPod), cancellationToken);
    }

    /// <summary>The API has this mirror.</summary>
    public void Set(Pod mirror)
    {
        mirrors[Key(mirror)] = mirror;
        _ = ReconcileAsync(Key(mirror), CancellationToken.None);
        if (wanted.TryGetValue(Key(mirror), out var shown) && Shows(mirror, shown))
        {
            Changed?.Invoke(shown);
        }
    }

    /// <summary>The API no longer has this mirror.</summary>
    public void Remove(Pod mirror)
    {
        mirrors.TryRemove(KeyValuePair.Create(Key(mirror), mirror));
        mirrors.TryRemove(Key(mirror), out _);
        _ = ReconcileAsync(Key(mirror), CancellationToken.None);
    }

    private static (string Namespace, string Name) Key(Pod pod) => (pod.Metadata.Namespace!, pod.Metadata.Name!);

    private static bool Shows(Pod mirror, Pod staticPod) =>
        mirror.Metadata.DeletionTimestamp is null &&
        mirror.Metadata.Annotations?.GetValueOrDefault(Labels.ConfigMirror) == staticPod.Metadata.Annotations?.GetValueOrDefault(Labels.ConfigHash);

    private async Task ReconcileAsync((string Namespace, string Name) key, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            return;
        }

        for (var attempt = 0; attempt < 100 && !cancellationToken.IsCancellationRequested; attempt++)
        {
            try
            {
                mirrors.TryGetValue(key, out var mirror);
                wanted.TryGetValue(key, out var staticPod);
                if (mirror is not null && (staticPod is null || !Shows(mirror, staticPod)))
                {
                    await DeleteAsync(mirror, cancellationToken);
                }
                else if (mirror is null && staticPod is not null)
                {
                    await client.CreateAsync(Make(staticPod), cancellationToken: cancellationToken);
                }

                return;
            }
            catch (KubeApiException e) when (e.IsAlreadyExists)
            {
                return;
            }
            catch (Exception e) when (e is KubeApiException or HttpRequestException or IOException)
            {
                MirrorLog.Failed(log, key.Namespace, key.Name, e.Message);
                await Task.Delay(RetryPause, time, CancellationToken.None);
            }
        }
    }

    private async Task DeleteAsync(Pod mirror, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = mirror.Metadata.Uid } };
            await client!.DeleteAsync<Pod>(mirror.Metadata.Namespace, mirror.Metadata.Name!, options, cancellationToken);
        }
        catch (KubeApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // It is gone, or another stands in its place: that one has its own turn.
        }
    }

    private Pod Make(Pod staticPod)
    {
        var mirror = staticPod.DeepCopy();
        var annotations = mirror.Metadata.Annotations ??= [];
        annotations[Labels.ConfigMirror] = annotations[Labels.ConfigHash];
        mirror.Metadata.Uid = null;
        mirror.Metadata.ResourceVersion = null;
        mirror.Status = new PodStatus();
        if (nodeUid() is { } uid)
        {
            mirror.Metadata.OwnerReferences =
                [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = nodeName, Uid = uid, Controller = true }];
        }

        return mirror;
    }
}
