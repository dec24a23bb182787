namespace KubeSharp.Scheduler.Framework;

/// <summary>What a plugin answered about a pod, or about a pod on one node.</summary>
internal enum StatusCode
{
    /// <summary>The pod may go on.</summary>
    Success,

    /// <summary>Something broke that is not the pod's or the node's fault; try again after a back-off.</summary>
    Error,

    /// <summary>Does not fit, but could if other pods left.</summary>
    Unschedulable,

    /// <summary>Does not fit, and removing pods would not help: preemption skips such a node.</summary>
    UnschedulableAndUnresolvable,

    /// <summary>A permit plugin wants the pod to wait before it is bound.</summary>
    Wait,

    /// <summary>The plugin has nothing to say about this pod; its later calls are left out.</summary>
    Skip,
}
