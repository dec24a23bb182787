using KubeSharp.ApiServer.FlowControl.Configuration;
using KubeSharp.ApiServer.FlowControl.Queueing;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>A priority level at work: its seats, and its queues when they do not suffice.</summary>
/// <remarks>
/// As long as nobody waits, a request takes its seats with one compare-and-swap and no memory; queues, fairness and locks come into play when somebody
/// has to wait. Requests that came in that way are not charged to their flow, which only matters to those that come right after.
/// </remarks>
internal sealed class PriorityLevel(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private readonly DropTracker drops = new(time);
    private volatile LevelSpec spec = new("", "", false, 0, 0, null, 0, 1, 0);
    private FairQueues? queues;
    private SeatLimits limits;
    private volatile int limit;
    private volatile int waiting;
    private int seatsTaken;
    private int executing;
    private int demandHigh;
    private long dispatched;
    private long rejected;
    private long timedOut;
    private long cancelled;

    public LevelSpec Spec => spec;

    public bool IsExempt => spec.IsExempt;

    public SeatLimits Limits => limits;

    /// <summary>How many seats it has now.</summary>
    public int Limit => limit;

    public int SeatsTaken => Volatile.Read(ref seatsTaken);

    public int Executing => Volatile.Read(ref executing);

    public int Waiting => waiting;

    public long Dispatched => Interlocked.Read(ref dispatched);

    public long Rejected => Interlocked.Read(ref rejected);

    public long TimedOut => Interlocked.Read(ref timedOut);

    public long Cancelled => Interlocked.Read(ref cancelled);

    /// <summary>The most seats that one request may take.</summary>
    public int MaxSeats => Math.Max(1, (int)Math.Ceiling(limits.Nominal * 0.15));

    /// <summary>Called when requests had to wait or were refused: it might borrow.</summary>
    public Action? Pressed { get; set; }

    /// <summary>After how many seconds who was refused should come again.</summary>
    public int RetryAfter => drops.RetryAfter;

    /// <summary>Takes over a configuration. Queues stay as they are unless their number or kind changed and nobody waits in them.</summary>
    public void Configure(LevelSpec wanted, SeatLimits seats)
    {
        lock (gate)
        {
            var same = spec.Queues == wanted.Queues && spec.HandSize == wanted.HandSize && spec.QueueLength == wanted.QueueLength;
            if (!same && queues is { Waiting: 0, SeatsInUse: 0 }) queues = null;
            if (limits != seats) limit = seats.Nominal;
            limits = seats;
            spec = wanted;
        }

        Dispatch();
    }

    /// <summary>Sets how many seats it has now, with what it borrows and lends.</summary>
    public void Lend(int seats)
    {
        limit = seats;
        Dispatch();
    }

    /// <summary>The most seats that were wanted at once since the last time this was asked.</summary>
    public int TakeDemand()
    {
        var now = Volatile.Read(ref seatsTaken);
        lock (gate) now += queues?.SeatsWaiting ?? 0;
        return Math.Max(Interlocked.Exchange(ref demandHigh, now), now);
    }

    /// <summary>Starts a request at once, if nobody waits and there are seats.</summary>
    public bool TryStart(int seats)
    {
        if (waiting > 0 || !TrySeat(seats)) return false;
        Interlocked.Increment(ref executing);
        Interlocked.Increment(ref dispatched);
        return true;
    }

    /// <summary>Lets a request wait for its turn.</summary>
    /// <param name="ticket">The request.</param>
    /// <param name="patience">How long it may wait.</param>
    /// <param name="cancellationToken">Ends when the client goes away.</param>
    /// <returns>None when it is its turn; <see cref="Finish"/> is then to be called.</returns>
    public async ValueTask<RejectReason> WaitAsync(Ticket ticket, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (spec.Queues == 0) return Refuse(RejectReason.ConcurrencyLimit);
        lock (gate)
        {
            queues ??= new FairQueues(spec.Queues, spec.HandSize, spec.QueueLength);
            if (!queues.TryEnqueue(ticket, limit, Now)) return Refuse(RejectReason.QueueFull);
            waiting = queues.Waiting;
            Note(Volatile.Read(ref seatsTaken) + queues.SeatsWaiting);
        }

        Pressed?.Invoke();
        // Seats may have become free while it was put there.
        Dispatch();
        try
        {
            await ticket.Turn.WaitAsync(patience, time, cancellationToken);
            return RejectReason.None;
        }
        catch (TimeoutException)
        {
            return Abandon(ticket) ? Refuse(RejectReason.TimeOut) : RejectReason.None;
        }
        catch (OperationCanceledException)
        {
            return Abandon(ticket) ? Refuse(RejectReason.Cancelled) : RejectReason.None;
        }
    }

    /// <summary>A request is done.</summary>
    /// <param name="seats">The seats that it took.</param>
    /// <param name="ticket">Null if it did not wait.</param>
    public void Finish(int seats, Ticket? ticket)
    {
        Interlocked.Decrement(ref executing);
        Interlocked.Add(ref seatsTaken, -seats);
        if (ticket is not null)
        {
            lock (gate) queues!.Finish(ticket, limit, Now);
        }

        if (waiting > 0) Dispatch();
    }

    /// <summary>Tells of every queue, for those who look for a fault.</summary>
    public void Inspect(Action<FairQueues?> look)
    {
        lock (gate) look(queues);
    }

    /// <summary>How long the level has been there: the clock of its queues.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    private TimeSpan Now => Elapsed;

    private bool TrySeat(int seats)
    {
        while (true)
        {
            var taken = Volatile.Read(ref seatsTaken);
            // Who is wider than the level runs alone; a level without any share lets nobody run.
            if (limit == 0 || (taken > 0 && taken + seats > limit)) return false;
            if (Interlocked.CompareExchange(ref seatsTaken, taken + seats, taken) != taken) continue;
            Note(taken + seats);
            return true;
        }
    }

    private void Note(int demand)
    {
        if (demand > Volatile.Read(ref demandHigh)) Volatile.Write(ref demandHigh, demand);
    }

    private void Dispatch()
    {
        lock (gate)
        {
            if (queues is null || limit == 0) return;
            while (queues.Start(limit, Volatile.Read(ref seatsTaken), Now) is Ticket next)
            {
                Interlocked.Add(ref seatsTaken, next.Seats);
                Interlocked.Increment(ref executing);
                Interlocked.Increment(ref dispatched);
                next.Call();
            }

            waiting = queues.Waiting;
        }
    }

    private bool Abandon(Ticket ticket)
    {
        lock (gate)
        {
            if (!queues!.Abandon(ticket, limit, Now)) return false;
            waiting = queues.Waiting;
        }

        // It may have been the one that was too wide to be next.
        Dispatch();
        return true;
    }

    private RejectReason Refuse(RejectReason reason)
    {
        if (reason == RejectReason.Cancelled)
        {
            Interlocked.Increment(ref cancelled);
            return reason;
        }

        Interlocked.Increment(ref rejected);
        if (reason == RejectReason.TimeOut) Interlocked.Increment(ref timedOut);
        drops.Record();
        Pressed?.Invoke();
        return reason;
    }
}
