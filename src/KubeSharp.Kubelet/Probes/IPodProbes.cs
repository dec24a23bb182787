using KubeSharp.Kubelet.Pods.Decisions;
using KubeSharp.Kubelet.Pods.Observed;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Probes;

/// <summary>The probes of the containers on this node.</summary>
internal interface IPodProbes
{
    /// <summary>
    /// Tells of a pod's state: probes begin for its running containers and end for the others. Level-triggered: called
    /// whenever anything about the pod changes, and cheap when nothing did.
    /// </summary>
    void Sync(Pod pod, ObservedPod observed, bool terminating);

    /// <summary>
    /// What the probes say of a running container. A container that was already running when the kubelet started counts as
    /// ready or not as its API status said, until its probes have spoken.
    /// </summary>
    ProbeVerdict Verdict(string podUid, string containerId);

    /// <summary>Ends all probes of a pod.</summary>
    void Forget(string podUid);

    /// <summary>Raised, with the pod's uid, whenever a verdict changes.</summary>
    event Action<string>? Changed;
}
