using System.Threading.Channels;
using Grpc.Core;

namespace KubeSharp.Storage.Etcd;

/// <summary>A watch on some keys: fed by the one watch on etcd, or, as long as it is behind what that remembers, by a stream of its own.</summary>
internal sealed class EtcdWatch : IStoreWatch
{
    // What a reader may leave lying here; beyond it, it reads from etcd again when it comes.
    private const int MostBytes = 8 << 20;
    private const int MostEvents = 16_384;

    private readonly EtcdFeeds feeds;
    private readonly EtcdFeed feed;
    private readonly Func<long> known;
    private readonly Lock gate = new();
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private List<StoreEvent> queue = [];

    // What was offered and not yet taken. Events that the feed remembers anyway cost nothing here.
    private int heldEvents;
    private long heldBytes;
    private bool joined;
    private long delivered;
    private long offered;
    private long progressWanted;

    // Whether the reader came for more and found nothing: whatever it was given, it has done with.
    private bool waiting;
    private StoreException? end;
    private EtcdWatchStream? history;
    private CancellationTokenSource? historyStop;
    private bool disposed;

    /// <summary>Starts a watch of what happens after a revision.</summary>
    /// <param name="feeds">What may feed it.</param>
    /// <param name="request">What to watch.</param>
    /// <param name="after">The revision.</param>
    /// <param name="known">The newest revision that this process knows of.</param>
    public EtcdWatch(EtcdFeeds feeds, WatchRequest request, long after, Func<long> known)
    {
        this.feeds = feeds;
        this.known = known;
        Prefix = request.Prefix;
        feed = feeds.Enter(request.PreviousValues);
        delivered = after;
        feed.TryJoin(this);
    }

    /// <summary>What the keys start with.</summary>
    public string Prefix { get; }

    /// <summary>Takes what is remembered of what it lacks, and from now on what it is offered. Called under the feed's lock.</summary>
    /// <returns>False when it lacks more than is remembered, or has ended.</returns>
    public bool TryBegin(RecentEvents recent, long revision)
    {
        lock (gate)
        {
            if (end is not null) return false;
            if (joined) return true;
            if (delivered < recent.From) return false;
            recent.CopyAfter(delivered, Prefix, queue);
            offered = revision;
            return joined = true;
        }
    }

    /// <summary>A batch of the feed. Called in order, under the feed's lock.</summary>
    public void Offer(List<StoreEvent> events, long revision)
    {
        bool news;
        lock (gate)
        {
            if (!joined || end is not null) return;
            foreach (var change in events)
            {
                if (change.Revision <= delivered || !change.Key.StartsWith(Prefix, StringComparison.Ordinal)) continue;
                queue.Add(change);
                heldEvents++;
                heldBytes += EtcdEvents.Size(change);
            }

            offered = revision;
            // Offered nothing more until the reader comes and asks to join again.
            if (heldBytes > MostBytes || heldEvents > MostEvents)
            {
                joined = false;
                Forget();
            }

            news = queue.Count > 0 || !joined || (progressWanted > 0 && offered >= progressWanted);
        }

        if (news) signal.Writer.TryWrite(true);
    }

    /// <summary>
    /// What the feed would have offered next is forgotten up to a revision. Called under the feed's lock. A watch that has seen as much, or is to see it from
    /// elsewhere, loses nothing; any other ends.
    /// </summary>
    /// <returns>Whether the feed is to go on offering to it.</returns>
    public bool Outlives(long compacted)
    {
        lock (gate)
        {
            if (!joined || end is not null) return false;
            var seen = Math.Max(delivered, offered);
            if (seen >= compacted) return true;
            end = new CompactedException(seen, compacted);
        }

        signal.Writer.TryWrite(true);
        return false;
    }

    /// <summary>Ends the watch: reading throws this from now on.</summary>
    public void End(StoreException reason)
    {
        lock (gate) end ??= reason;
        signal.Writer.TryWrite(true);
    }

    /// <inheritdoc />
    public long Settled
    {
        get
        {
            // First the revision, then the queue: all events up to the feed's revision have been offered.
            var revision = feed.Revision;
            lock (gate) return waiting && joined && queue.Count == 0 && end is null ? revision : 0;
        }
    }

    /// <inheritdoc />
    public void RequestProgress()
    {
        var target = known();
        bool behind;
        lock (gate)
        {
            progressWanted = Math.Max(progressWanted, target);
            behind = !joined;
        }

        // A stream of its own moves only when something is written.
        if (behind) feed.Reach(long.MaxValue);
        else if (feed.Revision < target) feed.Reach(target);
        signal.Writer.TryWrite(true);
    }

    /// <inheritdoc />
    public async ValueTask<WatchBatch> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var behind) is { } batch) return batch;
            if (!behind) await signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            else if (feed.TryJoin(this)) LeaveHistory();
            else if (await ReadHistoryAsync(cancellationToken).ConfigureAwait(false) is { } old) return old;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // Ended first: from then on it can neither join again nor open a stream.
        End(new StoreUnavailableException("The watch was disposed of."));
        feed.Leave(this);
        LeaveHistory();
        return Interlocked.Exchange(ref disposed, true) ? default : feeds.LeaveAsync(feed);
    }

    private WatchBatch? TryTake(out bool behind)
    {
        lock (gate)
        {
            if (end is not null) throw end;
            behind = !joined;
            waiting = false;
            if (behind) return null;
            var progress = progressWanted > 0 && Math.Max(offered, delivered) >= progressWanted;
            if (queue.Count == 0 && !progress)
            {
                waiting = true;
                return null;
            }

            if (progress) progressWanted = 0;
            delivered = Math.Max(delivered, offered);
            var events = queue;
            Forget();
            return new WatchBatch(events, delivered);
        }
    }

    private void Forget()
    {
        queue = [];
        heldEvents = 0;
        heldBytes = 0;
    }

    private async Task<WatchBatch?> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        EtcdEndpoint? endpoint = null;
        try
        {
            CancellationTokenSource stop;
            lock (gate)
            {
                if (end is not null) throw end;
                stop = historyStop ??= new CancellationTokenSource();
            }

            // A reader that gives up ends the stream; the next read opens it again where the last batch ended.
            await using var registration = cancellationToken.UnsafeRegister(static (state, _) => ((CancellationTokenSource)state!).Cancel(), stop);
            var stream = history ??= await feed.HistoryAsync(delivered, stop.Token).ConfigureAwait(false);
            endpoint = stream.Endpoint;
            var events = await stream.ReadAsync().ConfigureAwait(false);
            events.RemoveAll(change => !change.Key.StartsWith(Prefix, StringComparison.Ordinal));
            lock (gate) delivered = Math.Max(delivered, stream.Revision);
            return events.Count > 0 ? new WatchBatch(events, delivered) : null;
        }
        catch (Exception e)
        {
            LeaveHistory();
            cancellationToken.ThrowIfCancellationRequested();
            lock (gate)
            {
                if (end is not null) throw end;
            }

            if (e is RpcException broken && endpoint is not null) throw feed.Fault(endpoint, broken);
            throw;
        }
    }

    // By its reader, and by who disposes of it: the source is cancelled, and left to the garbage collector, as the other may be using it.
    private void LeaveHistory()
    {
        CancellationTokenSource? stop;
        lock (gate)
        {
            stop = historyStop;
            historyStop = null;
        }

        stop?.Cancel();
        Interlocked.Exchange(ref history, null)?.Dispose();
    }
}
