namespace KubeSharp.Scheduler.Queueing;

/// <summary>What happened in the cluster, as far as it can make a pod schedulable.</summary>
[Flags]
internal enum ClusterEventKinds
{
    /// <summary>Nothing of interest.</summary>
    None = 0,

    /// <summary>A node appeared.</summary>
    NodeAdded = 1 << 0,

    /// <summary>A node's labels changed.</summary>
    NodeLabels = 1 << 1,

    /// <summary>A node's taints or its unschedulable mark changed.</summary>
    NodeTaints = 1 << 2,

    /// <summary>A node offers other amounts.</summary>
    NodeAllocatable = 1 << 3,

    /// <summary>A node went away, which changes what domains exist.</summary>
    NodeRemoved = 1 << 4,

    /// <summary>A pod was placed on a node.</summary>
    PodPlaced = 1 << 5,

    /// <summary>A placed pod changed: labels, or it asks for less.</summary>
    PodChanged = 1 << 6,

    /// <summary>A placed pod left its node, finished, or its place was given up.</summary>
    PodRemoved = 1 << 7,

    /// <summary>The pod that waits was changed itself.</summary>
    SelfChanged = 1 << 8,

    /// <summary>A persistent volume appeared or changed.</summary>
    VolumeChanged = 1 << 9,

    /// <summary>A persistent volume claim appeared or changed.</summary>
    ClaimChanged = 1 << 10,

    /// <summary>A storage class appeared or changed.</summary>
    ClassChanged = 1 << 11,

    /// <summary>A CSI node, driver or capacity object appeared or changed.</summary>
    CsiChanged = 1 << 12,

    /// <summary>A namespace's labels changed.</summary>
    NamespaceLabels = 1 << 13,

    /// <summary>Every event about nodes that can help a pod that a node turned away.</summary>
    AnyNode = NodeAdded | NodeLabels | NodeTaints | NodeAllocatable,
}
