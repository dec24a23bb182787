using System.Threading.Channels;
using Grpc.Core;
using KubeSharp.Storage.Etcd.Protocol;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Storage.Etcd;

/// <summary>A watch on all of etcd that feeds watches of this process, in the order of revisions and over reconnects.</summary>
internal sealed partial class EtcdFeed : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SlowestRetry = TimeSpan.FromSeconds(2);

    // Whoever wrote the revision that is waited for, its event is nearly always on its way; only then is a marker written.
    private static readonly TimeSpan MarkerDelay = TimeSpan.FromMilliseconds(100);

    private readonly EtcdConnection connection;
    private readonly EtcdKeys keys;
    private readonly bool previousValues;
    private readonly Func<CancellationToken, ValueTask<long>> current;
    private readonly Action<long> reached;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly RecentEvents recent = new();
    private readonly HashSet<EtcdWatch> watches = [];
    private readonly Channel<bool> wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Task following;
    private readonly Task marking;
    private long revision;
    private long wantedRevision;
    private StoreException? closed;

    /// <summary>Starts to follow etcd.</summary>
    /// <param name="connection">Where etcd is.</param>
    /// <param name="keys">What is watched.</param>
    /// <param name="previousValues">Whether events carry the values before them.</param>
    /// <param name="revision">From where; 0 for the revision that etcd has when it answers.</param>
    /// <param name="current">Asks for etcd's revision.</param>
    /// <param name="reached">Told of each revision before anybody can read its events.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where faults are named.</param>
    public EtcdFeed(
        EtcdConnection connection,
        EtcdKeys keys,
        bool previousValues,
        long revision,
        Func<CancellationToken, ValueTask<long>> current,
        Action<long> reached,
        TimeProvider time,
        ILogger logger)
    {
        this.previousValues = previousValues;
        this.current = current;
        this.reached = reached;
        this.connection = connection;
        this.keys = keys;
        this.time = time;
        this.logger = logger;
        this.revision = revision;
        // Of an etcd that has not answered nothing is remembered: no watch can join.
        recent.Reset(revision > 0 ? revision : long.MaxValue);
        following = Task.Run(FollowAsync);
        marking = Task.Run(MarkAsync);
    }

    /// <summary>Every event up to here has been offered to the watches.</summary>
    public long Revision => Volatile.Read(ref revision);

    /// <summary>
    /// Adds a watch, unless it is behind what is remembered: then it must read from etcd what it lacks. From the answer on it misses nothing, as looking what it
    /// lacks and adding it are one step.
    /// </summary>
    public bool TryJoin(EtcdWatch watch)
    {
        lock (gate)
        {
            if (closed is not null) watch.End(closed);
            if (!watch.TryBegin(recent, revision)) return false;
            watches.Add(watch);
            return true;
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
        wanted.Writer.TryWrite(true);
    }

    /// <summary>A stream of its own for a watch that starts further in the past than is remembered.</summary>
    public async Task<EtcdWatchStream> HistoryAsync(long after, CancellationToken cancellationToken)
    {
        // Something must come after the last event that it lacks, to prove that it was the last.
        Reach(long.MaxValue);
        var endpoint = connection.Current;
        try
        {
            return await EtcdWatchStream.OpenAsync(endpoint, keys, after, previousValues, cancellationToken).ConfigureAwait(false);
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
        return new StoreUnavailableException(connection.Describe(endpoint, e), false, e);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(following, marking).ConfigureAwait(false);
        lock (gate)
        {
            closed = new StoreUnavailableException("The store is closed.");
            foreach (var watch in watches) watch.End(closed);
            watches.Clear();
        }

        stop.Dispose();
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
                if (Revision == 0) Restart(await current(stop.Token).ConfigureAwait(false));
                using var stream = await EtcdWatchStream.OpenAsync(endpoint, keys, Revision, previousValues, stop.Token).ConfigureAwait(false);
                while (true)
                {
                    var events = await stream.ReadAsync().ConfigureAwait(false);
                    // No sign of health: a member streams what it has also when it is alone.
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
                // Away for longer than etcd remembers: who has not seen what was forgotten begins again.
                LogBehind(e.Message);
                Restart(e.CompactedRevision);
            }
            catch (Exception e)
            {
                // Whatever it is, without the feed all watches would stand still.
                var sentence = e is RpcException refused ? connection.Describe(endpoint, refused)
                    : e is StoreException ? e.Message
                    : $"The watch on etcd at {endpoint.Address} broke: {e.Message}";
                // Once, however often it is tried.
                if (sentence != logged) LogBroken(logged = sentence);
                connection.Report(sentence);
                connection.Leave(endpoint);
                await Task.Delay(retry, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                retry = retry * 2 < SlowestRetry ? retry * 2 : SlowestRetry;
            }
        }
    }

    private void Publish(List<StoreEvent> events, long upTo)
    {
        reached(upTo);
        lock (gate)
        {
            recent.Add(events);
            var now = Math.Max(revision, upTo);
            foreach (var watch in watches) watch.Offer(events, now);
            // Last: who reads it may rely on every watch having been offered what it covers.
            Volatile.Write(ref revision, now);
        }
    }

    // A watch may be ahead of the feed, and so of what was forgotten: it goes on.
    private void Restart(long compacted)
    {
        lock (gate)
        {
            recent.Reset(compacted);
            watches.RemoveWhere(watch => !watch.Outlives(compacted));
            Volatile.Write(ref revision, compacted);
        }
    }

    // Revisions may go on outside our prefix, and deletions of what was never there use none: a write of our own makes the feed move.
    private async Task MarkAsync()
    {
        try
        {
            while (true)
            {
                await wanted.Reader.ReadAsync(stop.Token).ConfigureAwait(false);
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

    [LoggerMessage(1, LogLevel.Warning, "{Reason} Trying on.")]
    private partial void LogBroken(string reason);

    [LoggerMessage(2, LogLevel.Warning, "Watch on etcd fell behind: {Reason}")]
    private partial void LogBehind(string reason);
}
