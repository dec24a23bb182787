using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Volumes;

namespace KubeSharp.Scheduler.Engine;

/// <summary>What the scheduler does to the cluster. Answers are null for done, or a sentence that says why not.</summary>
internal interface ISchedulerActions
{
    /// <summary>Posts the binding of a pod to a node.</summary>
    Task<string?> BindAsync(PodInfo pod, string nodeName, CancellationToken cancel);

    /// <summary>Carries a volume decision out and waits until the claims are bound.</summary>
    Task<string?> BindVolumesAsync(PodInfo pod, VolumeDecision decision, CancellationToken cancel);
}
