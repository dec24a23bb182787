using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Queueing;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Higher priority first, then who has waited longer.</summary>
internal sealed class PrioritySort : IQueueSortPlugin
{
    /// <inheritdoc/>
    public string Name => "PrioritySort";

    /// <inheritdoc/>
    public int Compare(QueuedPod a, QueuedPod b)
    {
        var order = b.Pod.Priority.CompareTo(a.Pod.Priority);
        return order != 0 ? order : a.Timestamp.CompareTo(b.Timestamp);
    }
}
