namespace KubeSharp.Scheduler.Framework;

/// <summary>Work to be done (I/O allowed) before the pod is bound.</summary>
internal interface IPreBindPlugin : IPlugin
{
    /// <summary>Null when done.</summary>
    ValueTask<Status?> PreBindAsync(CycleState state, PodInfo pod, string nodeName, Engine.ISchedulerActions actions, CancellationToken cancel);
}
