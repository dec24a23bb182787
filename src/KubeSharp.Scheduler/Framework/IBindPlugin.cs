namespace KubeSharp.Scheduler.Framework;

/// <summary>Binds the pod.</summary>
internal interface IBindPlugin : IPlugin
{
    /// <summary>Null when bound, Skip to leave it to the next binder.</summary>
    ValueTask<Status?> BindAsync(CycleState state, PodInfo pod, string nodeName, Engine.ISchedulerActions actions, CancellationToken cancel);
}
