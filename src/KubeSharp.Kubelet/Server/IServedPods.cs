using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Server;

/// <summary>What the server needs to know of the node's pods.</summary>
internal interface IServedPods
{
    /// <summary>All pods of the node, static ones included.</summary>
    IReadOnlyCollection<Pod> Pods { get; }

    /// <summary>The pod of that name, or null.</summary>
    Pod? Find(string @namespace, string name);

    /// <summary>What the runtime has of it.</summary>
    ObservedPod Observed(Pod pod);
}
