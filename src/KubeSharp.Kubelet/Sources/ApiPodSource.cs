using KubeSharp.Client;
using KubeSharp.Kubelet.Pods;
using KubeSharp.Kubelet.StaticPods;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Sources;

/// <summary>The pods that the API binds to this node. Mirror pods are told apart: they only show static pods.</summary>
internal sealed class ApiPodSource
{
    private readonly Informer<Pod> informer;
    private readonly PodManager pods;
    private readonly MirrorPods mirrors;
    private readonly ReferencedObjects objects;

    public ApiPodSource(InformerFactory informers, string nodeName, PodManager pods, MirrorPods mirrors, ReferencedObjects objects)
    {
        this.pods = pods;
        this.mirrors = mirrors;
        this.objects = objects;
        informer = informers.Get<Pod>(fieldSelector: $"spec.nodeName={nodeName}");
    }

    /// <summary>True once all pods of the node have been listed.</summary>
    public bool HasSynced => informer.HasSynced;

    /// <summary>Begins to hand pods on; completes when the first list has been.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        informer.AddHandler(Set, (_, pod) => Set(pod), Remove);
        await informer.WaitForSyncAsync(cancellationToken);
    }

    private void Set(Pod pod)
    {
        if (MirrorPods.IsMirror(pod))
        {
            mirrors.Set(pod);
            return;
        }

        objects.Track(pod);
        pods.Set(pod);
    }

    private void Remove(Pod pod)
    {
        if (MirrorPods.IsMirror(pod))
        {
            mirrors.Remove(pod);
            return;
        }

        objects.Untrack(pod.Metadata.Uid!);

        // The last state may carry the grace period of a forced deletion.
        pods.Set(pod);
        pods.Remove(pod.Metadata.Uid!);
    }
}
