using KubeSharp.Models.Core.V1;

namespace KubeSharp.Kubelet.Pods;

/// <summary>Takes the statuses of pods and brings them to the API.</summary>
internal interface IPodReporter
{
    /// <summary>The status as it was last reported for this pod in this process, or else as the API had it.</summary>
    PodStatus Last(Pod pod);

    /// <summary>The pod's status now. Reporting the same again does nothing.</summary>
    void Report(Pod pod, PodStatus status);

    /// <summary>Nothing of the pod is left on this node: once its last status is written, a pod marked for deletion is deleted.</summary>
    void Ended(Pod pod);

    /// <summary>Forgets a pod.</summary>
    void Forget(string podUid);
}
