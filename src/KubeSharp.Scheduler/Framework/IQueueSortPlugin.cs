namespace KubeSharp.Scheduler.Framework;

/// <summary>Decides the order of the active queue. A profile has exactly one, the same for all profiles.</summary>
internal interface IQueueSortPlugin : IPlugin
{
    /// <summary>Negative when <paramref name="a"/> is to be scheduled first.</summary>
    int Compare(Queueing.QueuedPod a, Queueing.QueuedPod b);
}
