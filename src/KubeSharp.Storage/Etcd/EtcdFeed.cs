using Grpc.Core;
using KubeSharp.Storage.Etcd.Protocol;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Storage.Etcd;

/// <summary>The one watch on etcd that feeds all watches of this process, in the order of revisions and over reconnects.</summary>
internal sealed partial class EtcdFeed : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SlowestRetry = TimeSpan.FromSeconds(2);

    // Whoever wrote the revision that is waited for, its event is nearly always on its way; only then is a marker written.
    private static readonly TimeSpan MarkerDelay = TimeSpan.FromMilliseconds(100);

    private readonly EtcdConnection connection;
    private readonly EtcdKeys keys;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly RecentEvents recent = new();
    private readonly HashSet<EtcdWatch> watches = [];
    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly Task following;
    private readonly Task marking;
    private long revision;
    private long wantedRevision;

    /// <summary>Starts to follow etcd from a revision.</summary>
    public EtcdFeed(EtcdConnection connection, EtcdKeys keys, long revision, TimeProvider time, ILogger logger)
    {
        this.connection = connection;
        this.keys = keys;
        this.time = time;
        this.logger = logger;
        this.revision = revision;
        recent.Reset(revision);
        following = Task.Run(FollowAsync);
        marking = Task.Run(MarkAsync);
    }

    /// <summary>Every event up to here has been offered to the watches.</summary>
    public long Revision => Volatile.Read(ref revision);

    /// <summary>
    /// Adds a watch that has seen everything up to a revision, if what came after it is remembered: then <paramref name="missed"/> gets that, up to
    /// the revision answered. Null if it is not; the watch must read it from etcd.
    /// </summary>
    public long? TryJoin(EtcdWatch watch, long seen, List<StoreEvent> missed)
    {
        lock (gate)
        {
            if (seen < recent.From) return null;
            recent.CopyAfter(seen, watch.Prefix, missed);
            watches.Add(watch);
            return revision;
        }
    }

    /// <summary>Offers nothing more to a watch.</summary>
    public void Leave(EtcdWatch watch)
    {
        lock (gate) watches.Remove(watch);
    }

    /// <summary>Sees to it that the feed and every stream like it come to a revision, also when nobody writes.</summary>
    public void Reach(long target)
    {
        lock (gate) wantedRevision = Math.Max(wantedRevision, target);
        Wake();
    }

    /// <summary>A stream of its own for a watch that starts further in the past than is remembered.</summary>
    public async Task<EtcdWatchStream> HistoryAsync(long after, CancellationToken cancellationToken)
    {
        // Something must come after the last event that it lacks, to prove that it was the last.
        Reach(long.MaxValue);
        var endpoint = connection.Current;
        try
        {
            return await EtcdWatchStream.OpenAsync(endpoint, keys, after, cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            throw Fault(endpoint, e);
        }
    }

    /// <summary>A broken stream as the store's fault; the next one goes to another member.</summary>
    public StoreUnavailableException Fault(EtcdEndpoint endpoint, RpcException e)
    {
        connection.Leave(endpoint);
        return new StoreUnavailableException(EtcdFaults.Describe(endpoint.Address, e), false, e);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(following, marking).ConfigureAwait(false);
        EndAll(new StoreUnavailableException("The store is closed."));
        stop.Dispose();
        wanted.Dispose();
    }

    private async Task FollowAsync()
    {
        var retry = FirstRetry;
        string? logged = null;
        while (!stop.IsCancellationRequested)
        {
            var endpoint = connection.Current;
            try
            {
                using var stream = await EtcdWatchStream.OpenAsync(endpoint, keys, Revision, stop.Token).ConfigureAwait(false);
                while (true)
                {
                    var events = await stream.ReadAsync().ConfigureAwait(false);
                    connection.Report(null);
                    (retry, logged) = (FirstRetry, null);
                    Publish(events, stream.Revision);
                }
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (CompactedException e)
            {
                // Away for longer than etcd remembers: whoever watches begins again.
                LogBehind(e.Message);
                Restart(e);
            }
            catch (RpcException e)
            {
                var sentence = EtcdFaults.Describe(endpoint.Address, e);
                // Once, however often it is tried.
                if (sentence != logged) LogBroken(logged = sentence);
                connection.Report(sentence);
                connection.Leave(endpoint);
                await Task.Delay(retry, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                retry = retry * 2 < SlowestRetry ? retry * 2 : SlowestRetry;
            }
        }
    }

    private void Publish(List<StoreEvent> events, long reached)
    {
        lock (gate)
        {
            recent.Add(events);
            var now = Math.Max(revision, reached);
            foreach (var watch in watches) watch.Offer(events, now);
            // Last: who reads it may rely on every watch having been offered what it covers.
            Volatile.Write(ref revision, now);
        }
    }

    private void Restart(CompactedException e)
    {
        lock (gate)
        {
            Volatile.Write(ref revision, e.CompactedRevision);
            recent.Reset(e.CompactedRevision);
        }

        EndAll(e);
    }

    private void EndAll(StoreException reason)
    {
        EtcdWatch[] all;
        lock (gate)
        {
            all = [.. watches];
            watches.Clear();
        }

        foreach (var watch in all) watch.End(reason);
    }

    // Revisions may go on outside our prefix, and deletions of what was never there use none: a write of our own makes the feed move.
    private async Task MarkAsync()
    {
        try
        {
            while (true)
            {
                await wanted.WaitAsync(stop.Token).ConfigureAwait(false);
                await Task.Delay(MarkerDelay, time, stop.Token).ConfigureAwait(false);
                long target;
                lock (gate)
                {
                    target = wantedRevision;
                    wantedRevision = 0;
                }

                if (Revision >= target) continue;
                try
                {
                    var put = new RequestOp { RequestPut = new PutRequest { Key = keys.Marker } };
                    await connection.WriteAsync(
                        (endpoint, options) => endpoint.Keys.TxnAsync(new TxnRequest { Success = { put } }, options), stop.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (e is RpcException or StoreUnavailableException)
                {
                    // Whoever waits goes on waiting; the feed moves when etcd does.
                    if (target == long.MaxValue) target = Revision + 1;
                }

                if (target != long.MaxValue) Reach(target);
            }
        }
        catch (OperationCanceledException)
        {
            // The store closes.
        }
    }

    private void Wake()
    {
        try
        {
            if (wanted.CurrentCount == 0) wanted.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or the store is closed.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Reason} Trying on.")]
    private partial void LogBroken(string reason);

    [LoggerMessage(2, LogLevel.Warning, "Watch on etcd fell behind: {Reason}")]
    private partial void LogBehind(string reason);
}
