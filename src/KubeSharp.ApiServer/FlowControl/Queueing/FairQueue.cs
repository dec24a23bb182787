namespace KubeSharp.ApiServer.FlowControl.Queueing;

/// <summary>One of the queues of a priority level.</summary>
internal sealed class FairQueue(int index)
{
    private readonly LinkedList<WaitingRequest> waiting = new();

    /// <summary>Its place among the queues.</summary>
    public int Index => index;

    /// <summary>The requests that wait, the first first.</summary>
    public IReadOnlyCollection<WaitingRequest> Waiting => waiting;

    /// <summary>How many requests wait.</summary>
    public int Length => waiting.Count;

    /// <summary>The seats that the waiting requests will take.</summary>
    public int SeatsWaiting { get; private set; }

    /// <summary>How many requests from here are worked on.</summary>
    public int Executing { get; private set; }

    /// <summary>The seats that they take.</summary>
    public int SeatsInUse { get; private set; }

    /// <summary>Up to where this queue has been served, in virtual seconds: the queue that is furthest behind is served next.</summary>
    public double Served { get; set; }

    /// <summary>Whether something waits here or is worked on.</summary>
    public bool IsActive => waiting.Count > 0 || Executing > 0;

    public WaitingRequest? First => waiting.First?.Value;

    public void Enqueue(WaitingRequest request)
    {
        waiting.AddLast(request);
        SeatsWaiting += request.Seats;
    }

    public bool Remove(WaitingRequest request)
    {
        if (!waiting.Remove(request)) return false;
        SeatsWaiting -= request.Seats;
        return true;
    }

    public WaitingRequest Start()
    {
        var request = waiting.First!.Value;
        waiting.RemoveFirst();
        SeatsWaiting -= request.Seats;
        SeatsInUse += request.Seats;
        Executing++;
        return request;
    }

    public void Finish(WaitingRequest request)
    {
        SeatsInUse -= request.Seats;
        Executing--;
    }
}
