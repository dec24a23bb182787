namespace KubeSharp.ApiServer.FlowControl.Queueing;

/// <summary>A request in a queue, or on its way after it left one.</summary>
internal class WaitingRequest
{
    /// <summary>How many seats it takes while it is worked on; at least 1.</summary>
    public required int Seats { get; init; }

    /// <summary>Its flow.</summary>
    public required ulong Flow { get; init; }

    /// <summary>When it came.</summary>
    public TimeSpan Arrived { get; internal set; }

    /// <summary>When it left its queue.</summary>
    public TimeSpan Started { get; internal set; }

    /// <summary>The queue that it waits in or came from.</summary>
    public FairQueue? Queue { get; internal set; }
}
