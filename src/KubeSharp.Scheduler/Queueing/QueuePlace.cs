namespace KubeSharp.Scheduler.Queueing;

/// <summary>Where a waiting pod is.</summary>
internal enum QueuePlace
{
    /// <summary>Taken out: a scheduling or binding cycle is under way.</summary>
    InFlight,

    /// <summary>Ready to be scheduled.</summary>
    Active,

    /// <summary>Waits for its back-off to end after it was turned away; may go earlier when nothing else is to be done.</summary>
    Backoff,

    /// <summary>Waits for its back-off to end after a fault.</summary>
    ErrorBackoff,

    /// <summary>Waits for an event that may help it.</summary>
    Unschedulable,

    /// <summary>Held back by a pre-enqueue plugin.</summary>
    Gated,
}
