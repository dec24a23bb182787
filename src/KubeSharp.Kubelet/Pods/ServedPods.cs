using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Kubelet.Server;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods;

/// <summary>The pods as the server sees them.</summary>
internal sealed class ServedPods(PodManager pods, RuntimeObserver observer) : IServedPods
{
    /// <inheritdoc/>
    IReadOnlyCollection<Pod> IServedPods.Pods => pods.Pods;

    /// <inheritdoc/>
    public Pod? Find(string @namespace, string name) => pods.Find(@namespace, name);

    /// <inheritdoc/>
    public ObservedPod Observed(Pod pod) => observer.Get(pod.Metadata.Uid!);
}
