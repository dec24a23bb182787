namespace KubeSharp.ApiServer.FlowControl.Queueing;

/// <summary>
/// The fair queues of a priority level: who waits where, and who is next. A pure data structure: it knows no clock but the times it is told, no threads, and
/// nothing of how a request waits. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>
/// Fair queueing by virtual time (https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/1040-priority-and-fairness): if every queue that
/// has work were served a little at a time, in turn, virtual time is how many seat-seconds each would have got by now. A queue notes up to which
/// virtual time it has been served; of the first requests of all queues the one that would be finished first is started. How long a request takes is
/// not known when it starts: a guess is charged then, and put right when it is finished.
/// </para>
/// <para>A flow that sends much waits for itself: its hand of queues fills, and other flows, whose hands have another queue, go past.</para>
/// </remarks>
internal sealed class FairQueues
{
    /// <summary>What a request is thought to take before it is known, in seconds.</summary>
    private const double Guess = 0.003;

    private readonly FairQueue[] queues;
    private readonly int handSize;
    private readonly int lengthLimit;
    private double virtualTime;
    private TimeSpan last;
    private int turn;

    /// <param name="count">How many queues.</param>
    /// <param name="handSize">How many of them a flow may use.</param>
    /// <param name="lengthLimit">How many requests may wait in one queue.</param>
    public FairQueues(int count, int handSize, int lengthLimit)
    {
        queues = new FairQueue[count];
        for (var i = 0; i < count; i++) queues[i] = new FairQueue(i);
        this.handSize = handSize;
        this.lengthLimit = lengthLimit;
    }

    public IReadOnlyList<FairQueue> Queues => queues;

    /// <summary>How many requests wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>The seats that they will take.</summary>
    public int SeatsWaiting { get; private set; }

    /// <summary>The seats in use by requests that came through a queue.</summary>
    public int SeatsInUse { get; private set; }

    /// <summary>Lets a request wait, in the emptiest queue of its flow's hand.</summary>
    /// <returns>False if that queue is full: the request is to be refused.</returns>
    public bool TryEnqueue(WaitingRequest request, int seatLimit, TimeSpan now)
    {
        Advance(seatLimit, now);
        var queue = Choose(request.Flow);
        if (queue.Length >= lengthLimit) return false;
        // Nobody saves up by being idle.
        if (!queue.IsActive) queue.Served = virtualTime;
        request.Arrived = now;
        request.Queue = queue;
        queue.Enqueue(request);
        Waiting++;
        SeatsWaiting += request.Seats;
        return true;
    }

    /// <summary>The request that is to be started next, if there are seats for it; it then counts as being worked on.</summary>
    /// <param name="seatLimit">How many seats there are.</param>
    /// <param name="seatsTaken">How many of them are taken, by requests from queues and others.</param>
    /// <param name="now">The time.</param>
    public WaitingRequest? Start(int seatLimit, int seatsTaken, TimeSpan now)
    {
        if (Waiting == 0) return null;
        Advance(seatLimit, now);
        var next = Next();
        // Who is next waits for enough seats and lets nobody past, or wide requests would starve; one that is wider than the limit runs alone.
        var first = next.First!;
        if (seatsTaken > 0 && seatsTaken + first.Seats > seatLimit) return null;
        turn = next.Index;
        next.Start();
        next.Served += first.Seats * Guess;
        first.Started = now;
        Waiting--;
        SeatsWaiting -= first.Seats;
        SeatsInUse += first.Seats;
        return first;
    }

    /// <summary>A started request is done.</summary>
    public void Finish(WaitingRequest request, int seatLimit, TimeSpan now)
    {
        Advance(seatLimit, now);
        var queue = request.Queue!;
        queue.Finish(request);
        SeatsInUse -= request.Seats;
        queue.Served += request.Seats * ((now - request.Started).TotalSeconds - Guess);
    }

    /// <summary>A waiting request gives up.</summary>
    /// <returns>False if it does not wait any more.</returns>
    public bool Abandon(WaitingRequest request, int seatLimit, TimeSpan now)
    {
        Advance(seatLimit, now);
        if (request.Queue?.Remove(request) != true) return false;
        Waiting--;
        SeatsWaiting -= request.Seats;
        return true;
    }

    // Virtual time goes on with the seat-seconds that each queue with work would get.
    private void Advance(int seatLimit, TimeSpan now)
    {
        var elapsed = (now - last).TotalSeconds;
        if (elapsed <= 0) return;
        last = now;
        var active = 0;
        foreach (var queue in queues)
        {
            if (queue.IsActive) active++;
        }

        if (active > 0) virtualTime += elapsed * Math.Min(SeatsInUse + SeatsWaiting, seatLimit) / active;
    }

    private FairQueue Choose(ulong flow)
    {
        Span<int> hand = stackalloc int[handSize];
        ShuffleSharding.Deal(flow, queues.Length, hand);
        // From another card each time, so that of equally empty queues not always the first is taken.
        var offset = turn % handSize;
        var best = queues[hand[offset]];
        for (var i = 1; i < handSize; i++)
        {
            var other = queues[hand[(offset + i) % handSize]];
            if (Load(other) < Load(best)) best = other;
        }

        return best;

        static int Load(FairQueue queue) => queue.SeatsWaiting + queue.SeatsInUse;
    }

    private FairQueue Next()
    {
        FairQueue? best = null;
        var earliest = double.PositiveInfinity;
        for (var i = 1; i <= queues.Length; i++)
        {
            // In turn, beginning after the queue that was served last: among equals each comes.
            var queue = queues[(turn + i) % queues.Length];
            if (queue.First is not { } first) continue;
            var finish = queue.Served + (first.Seats * Guess);
            if (finish >= earliest) continue;
            (best, earliest) = (queue, finish);
        }

        return best!;
    }
}
