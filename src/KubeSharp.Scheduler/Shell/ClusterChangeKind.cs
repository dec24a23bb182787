namespace KubeSharp.Scheduler.Shell;

/// <summary>What a message to the scheduling loop says.</summary>
internal enum ClusterChangeKind
{
    /// <summary>An object is there or has changed.</summary>
    Set,

    /// <summary>An object is gone.</summary>
    Removed,

    /// <summary>A binding ended; the item is a <see cref="BindingEnd"/>.</summary>
    BindingEnded,

    /// <summary>A deadline of the queue has come.</summary>
    Tick,
}
