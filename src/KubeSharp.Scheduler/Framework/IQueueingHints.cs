namespace KubeSharp.Scheduler.Framework;

/// <summary>Names the cluster events that can make a pod schedulable which this plugin turned away.</summary>
internal interface IQueueingHints : IPlugin
{
    /// <summary>The kinds of events worth asking about.</summary>
    Queueing.ClusterEventKinds Events { get; }

    /// <summary>True when <paramref name="change"/> may help <paramref name="pod"/>.</summary>
    bool MayHelp(PodInfo pod, in Queueing.ClusterEvent change);
}
