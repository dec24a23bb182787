namespace KubeSharp.ApiServer.FlowControl;

/// <summary>Why a request was not let in.</summary>
internal enum RejectReason
{
    /// <summary>It was let in.</summary>
    None,

    /// <summary>All queues of its flow's hand are full.</summary>
    QueueFull,

    /// <summary>The level lets nobody wait.</summary>
    ConcurrencyLimit,

    /// <summary>It waited too long.</summary>
    TimeOut,

    /// <summary>Its client went away.</summary>
    Cancelled,
}
