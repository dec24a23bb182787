using System.Threading.Channels;
using Grpc.Core;

namespace KubeSharp.Storage.Etcd;

/// <summary>A watch on some keys: fed by the one watch on etcd, or, as long as it is behind what that remembers, by a stream of its own.</summary>
internal sealed class EtcdWatch : IStoreWatch
{
    // What a reader may leave lying here; beyond it, it reads from etcd again when it comes.
    private const int MostBytes = 8 << 20;
    private const int MostEvents = 16_384;

    private readonly EtcdFeed feed;
    private readonly Func<long> known;
    private readonly Lock gate = new();
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private List<StoreEvent> queue = [];
    private int queuedBytes;
    private bool joined;
    private long delivered;
    private long offered;
    private long progressWanted;

    // Whether the reader came for more and found nothing: whatever it was given, it has done with.
    private bool waiting;
    private StoreException? end;
    private EtcdWatchStream? history;
    private CancellationTokenSource? historyStop;

    /// <summary>Starts a watch of what happens after a revision.</summary>
    /// <param name="feed">What feeds it.</param>
    /// <param name="prefix">What the keys start with.</param>
    /// <param name="after">The revision.</param>
    /// <param name="known">The newest revision that this process knows of.</param>
    public EtcdWatch(EtcdFeed feed, string prefix, long after, Func<long> known)
    {
        this.feed = feed;
        this.known = known;
        Prefix = prefix;
        delivered = after;
        TryJoin();
    }

    /// <summary>What the keys start with.</summary>
    public string Prefix { get; }

    /// <summary>A batch of the feed. Called in order, under the feed's lock.</summary>
    public void Offer(List<StoreEvent> events, long revision)
    {
        bool news;
        lock (gate)
        {
            if (!joined) return;
            foreach (var change in events)
            {
                if (change.Revision <= delivered || !change.Key.StartsWith(Prefix, StringComparison.Ordinal)) continue;
                queue.Add(change);
                queuedBytes += EtcdEvents.Size(change);
            }

            offered = revision;
            if (queuedBytes > MostBytes || queue.Count > MostEvents)
            {
                // Not taken off the feed here, in the middle of its round: the next round finds it gone.
                joined = false;
                queue = [];
                queuedBytes = 0;
            }

            news = queue.Count > 0 || !joined || (progressWanted > 0 && offered >= progressWanted);
        }

        if (news) signal.Writer.TryWrite(true);
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
        lock (gate) progressWanted = Math.Max(progressWanted, target);
        if (feed.Revision < target) feed.Reach(target);
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
            else if (!TryJoin() && await ReadHistoryAsync(cancellationToken).ConfigureAwait(false) is { } old) return old;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        feed.Leave(this);
        End(new StoreUnavailableException("The watch was disposed of."));
        LeaveHistory();
        return ValueTask.CompletedTask;
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
            queue = [];
            queuedBytes = 0;
            return new WatchBatch(events, delivered);
        }
    }

    // In the order of the locks: the feed's, then ours.
    private bool TryJoin()
    {
        var missed = new List<StoreEvent>();
        lock (gate)
        {
            if (joined) return true;
            joined = true;
            offered = 0;
        }

        feed.Leave(this);
        if (feed.TryJoin(this, delivered, missed) is not { } reached)
        {
            lock (gate) joined = false;
            return false;
        }

        lock (gate)
        {
            // The feed may have offered newer ones since.
            missed.AddRange(queue);
            queue = missed;
            queuedBytes = queue.Sum(EtcdEvents.Size);
            offered = Math.Max(offered, reached);
        }

        LeaveHistory();
        return true;
    }

    private async Task<WatchBatch?> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            historyStop ??= new CancellationTokenSource();
            var stop = historyStop;
            // A reader that gives up ends the stream; the next read opens it again where the last batch ended.
            await using var registration = cancellationToken.UnsafeRegister(static (state, _) => ((CancellationTokenSource)state!).Cancel(), stop);
            history ??= await feed.HistoryAsync(delivered, stop.Token).ConfigureAwait(false);
            var events = await history.ReadAsync().ConfigureAwait(false);
            events.RemoveAll(change => !change.Key.StartsWith(Prefix, StringComparison.Ordinal));
            lock (gate) delivered = Math.Max(delivered, history.Revision);
            return events.Count > 0 ? new WatchBatch(events, delivered) : null;
        }
        catch (RpcException e)
        {
            var endpoint = history?.Endpoint;
            LeaveHistory();
            cancellationToken.ThrowIfCancellationRequested();
            lock (gate)
            {
                if (end is not null) throw end;
            }

            throw endpoint is null ? new StoreUnavailableException(e.Status.Detail, false, e) : feed.Fault(endpoint, e);
        }
        catch
        {
            LeaveHistory();
            throw;
        }
    }

    private void LeaveHistory()
    {
        var (stream, stop) = (Interlocked.Exchange(ref history, null), Interlocked.Exchange(ref historyStop, null));
        stop?.Cancel();
        stream?.Dispose();
        stop?.Dispose();
    }
}
