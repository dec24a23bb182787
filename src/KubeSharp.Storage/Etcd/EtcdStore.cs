using Grpc.Core;
using KubeSharp.Storage.Etcd.Protocol;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Storage.Etcd;

/// <summary>The store on etcd v3: each write is a transaction there, reads are linearizable, watches hang on common streams.</summary>
public sealed class EtcdStore : IStore
{
    private const int Page = 5000;

    private readonly EtcdStoreOptions options;
    private readonly EtcdConnection connection;
    private readonly EtcdKeys keys;
    private readonly EtcdLeases leases;
    private readonly EtcdFeeds feeds;
    private readonly EtcdHealth health;
    private readonly EtcdCompactor? compactor;
    private long known;
    private long compacted;
    private bool closed;

    private EtcdStore(EtcdStoreOptions options, EtcdConnection connection, EtcdKeys keys, long revision)
    {
        this.options = options;
        this.connection = connection;
        this.keys = keys;
        known = revision;
        leases = new EtcdLeases(connection, options.TimeProvider);
        var logger = options.LoggerFactory.CreateLogger<EtcdStore>();
        health = new EtcdHealth(async cancellationToken => await GetCurrentRevisionAsync(cancellationToken).ConfigureAwait(false), options.TimeProvider);
        connection.Report = health.Report;
        feeds = new EtcdFeeds(previousValues => new EtcdFeed(
            connection, keys, previousValues, KnownRevision, GetCurrentRevisionAsync, reached => Learn(reached), options.TimeProvider, logger));
        if (options.CompactionInterval > TimeSpan.Zero) compactor = new EtcdCompactor(connection, CompactAsync, options.CompactionInterval, options.TimeProvider, logger);
    }

    /// <inheritdoc />
    public long KnownRevision => Volatile.Read(ref known);

    /// <inheritdoc />
    public long CompactedRevision => Volatile.Read(ref compacted);

    /// <inheritdoc />
    public StoreHealth Health => health.Current;

    /// <summary>Connects, waiting for etcd as long as it takes.</summary>
    /// <exception cref="StoreOpenException">The options cannot work: no endpoint, certificates that cannot be read.</exception>
    public static async Task<EtcdStore> OpenAsync(EtcdStoreOptions options, CancellationToken cancellationToken = default)
    {
        var keys = new EtcdKeys(options.KeyRoot, options.EtcdPrefix);
        var connection = new EtcdConnection(options);
        var log = options.LoggerFactory.CreateLogger<EtcdStore>();
        try
        {
            while (true)
            {
                try
                {
                    return new EtcdStore(options, connection, keys, await RevisionAsync(connection, keys, cancellationToken).ConfigureAwait(false));
                }
                catch (StoreUnavailableException e)
                {
                    EtcdLog.Waiting(log, e.Message);
                    await Task.Delay(TimeSpan.FromSeconds(1), options.TimeProvider, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The store without waiting for etcd: it is not available, and its <see cref="KnownRevision"/> 0, until etcd answers.</summary>
    /// <exception cref="StoreOpenException">The options cannot work: no endpoint, certificates that cannot be read.</exception>
    public static EtcdStore Open(EtcdStoreOptions options) => new(options, new EtcdConnection(options), new EtcdKeys(options.KeyRoot, options.EtcdPrefix), 0);

    /// <inheritdoc />
    public async ValueTask<long> GetCurrentRevisionAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return Learn(await RevisionAsync(connection, keys, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async ValueTask<GetResult> GetAsync(string key, long revision = 0, CancellationToken cancellationToken = default)
    {
        var answer = await ReadAsync(new Protocol.RangeRequest { Key = keys.ToEtcd(key), Revision = revision }, cancellationToken).ConfigureAwait(false);
        return new GetResult(answer.Kvs.Count > 0 ? EtcdEvents.Entry(answer.Kvs[0], key) : null, revision > 0 ? revision : answer.Header.Revision);
    }

    /// <inheritdoc />
    public async ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default)
    {
        var prefix = keys.StartToEtcd(request.Prefix);
        var entries = new List<StoreEntry>();
        var start = request.After is { } after ? EtcdKeys.After(keys.ToEtcd(after)) : prefix;
        var revision = request.Revision;
        while (true)
        {
            // In pages also without a limit: one message with everything would have to fit into memory at once, here and there.
            var most = request.Limit == 0 ? Page : Math.Min(Page, request.Limit - entries.Count);
            var page = await ReadAsync(
                new Protocol.RangeRequest { Key = start, RangeEnd = EtcdKeys.EndOf(prefix.Span), Limit = most, Revision = revision, KeysOnly = request.KeysOnly },
                cancellationToken).ConfigureAwait(false);
            if (revision == 0) revision = page.Header.Revision;
            foreach (var pair in page.Kvs)
            {
                if (pair.Key != keys.Marker) entries.Add(EtcdEvents.Entry(pair, keys.FromEtcd(pair.Key)));
            }

            if (!page.More || (request.Limit > 0 && entries.Count >= request.Limit))
                return new RangeResult(entries, revision, page.Count - page.Kvs.Count);
            start = EtcdKeys.After(page.Kvs[^1].Key);
        }
    }

    /// <inheritdoc />
    public async ValueTask<WriteResult> PutAsync(
        string key, ReadOnlyMemory<byte> value, long? expectedModRevision, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        var at = keys.ToEtcd(key);
        var put = new PutRequest { Key = at, Value = EtcdEvents.Bytes(value) };
        var transaction = new TxnRequest { Success = { new RequestOp { RequestPut = put } } };
        Expect(transaction, at, expectedModRevision);
        var answer = timeToLive is { } span
            ? await WriteLeasedAsync(transaction, put, (long)Math.Ceiling(span.TotalSeconds), cancellationToken).ConfigureAwait(false)
            : await WriteAsync(transaction, cancellationToken).ConfigureAwait(false);
        var revision = answer.Header.Revision;
        if (!answer.Succeeded) return Refused(answer, key);
        // When a key that was there came to be, etcd would have to look up in every such transaction.
        return new WriteResult(true, revision, new StoreEntry(key, value, expectedModRevision == 0 ? revision : 0, revision));
    }

    /// <inheritdoc />
    public async ValueTask<WriteResult> DeleteAsync(string key, long? expectedModRevision, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        var at = keys.ToEtcd(key);
        // A key that does not exist is not what anyone expects to delete.
        if (expectedModRevision == 0) expectedModRevision = -1;
        var transaction = new TxnRequest { Success = { new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = at, PrevKv = true } } } };
        Expect(transaction, at, expectedModRevision);
        var answer = await WriteAsync(transaction, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded) return Refused(answer, key);
        var deleted = answer.Responses[0].ResponseDeleteRange;
        return deleted.Deleted == 0
            ? new WriteResult(false, answer.Header.Revision, null)
            : new WriteResult(true, answer.Header.Revision, EtcdEvents.Entry(deleted.PrevKvs[0], key));
    }

    /// <inheritdoc />
    public async ValueTask<IStoreWatch> WatchAsync(WatchRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        var after = request.AfterRevision ?? await GetCurrentRevisionAsync(cancellationToken).ConfigureAwait(false);
        if (after < CompactedRevision) throw new CompactedException(after, CompactedRevision);
        return new EtcdWatch(feeds, request, after, () => KnownRevision);
    }

    /// <inheritdoc />
    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        try
        {
            await connection.ReadAsync(
                (endpoint, call) => endpoint.Keys.CompactAsync(new CompactionRequest { Revision = revision }, call), cancellationToken).ConfigureAwait(false);
        }
        catch (RpcException e) when (EtcdFaults.IsCompacted(e))
        {
            // Somebody has done it.
        }
        catch (RpcException e)
        {
            throw Meaning(e, revision);
        }

        Raise(ref compacted, revision);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, true)) return;
        if (compactor is not null) await compactor.DisposeAsync().ConfigureAwait(false);
        await health.DisposeAsync().ConfigureAwait(false);
        await feeds.DisposeAsync().ConfigureAwait(false);
        connection.Dispose();
    }

    private static async Task<long> RevisionAsync(EtcdConnection connection, EtcdKeys keys, CancellationToken cancellationToken)
    {
        // One key that hardly ever exists: the cheapest question whose answer goes through the leader.
        var answer = await connection.ReadAsync(
            (endpoint, call) => endpoint.Keys.RangeAsync(new Protocol.RangeRequest { Key = keys.Marker, CountOnly = true }, call), cancellationToken).ConfigureAwait(false);
        return answer.Header.Revision;
    }

    private static void Expect(TxnRequest transaction, Google.Protobuf.ByteString key, long? modRevision)
    {
        if (modRevision is not { } expected) return;
        transaction.Compare.Add(new Compare { Key = key, Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Equal, ModRevision = expected });
        transaction.Failure.Add(new RequestOp { RequestRange = new Protocol.RangeRequest { Key = key } });
    }

    private static WriteResult Refused(TxnResponse answer, string key)
    {
        var there = answer.Responses[0].ResponseRange.Kvs;
        return new WriteResult(false, answer.Header.Revision, there.Count > 0 ? EtcdEvents.Entry(there[0], key) : null);
    }

    private async Task<RangeResponse> ReadAsync(Protocol.RangeRequest request, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        try
        {
            var answer = await connection.ReadAsync((endpoint, call) => endpoint.Keys.RangeAsync(request, call), cancellationToken).ConfigureAwait(false);
            Learn(answer.Header.Revision);
            return answer;
        }
        catch (RpcException e)
        {
            throw Meaning(e, request.Revision);
        }
    }

    private async Task<TxnResponse> WriteLeasedAsync(TxnRequest transaction, PutRequest put, long seconds, CancellationToken cancellationToken)
    {
        var end = options.TimeProvider.GetUtcNow() + options.RequestTimeout;
        while (true)
        {
            put.Lease = await leases.ForAsync(seconds, cancellationToken).ConfigureAwait(false);
            try
            {
                return await WriteAsync(transaction, cancellationToken).ConfigureAwait(false);
            }
            catch (StoreUnavailableException e)
                when (e.InnerException is RpcException unknown && EtcdFaults.IsLeaseUnknown(unknown) && options.TimeProvider.GetUtcNow() < end)
            {
                // A short one may have ended on the way; nothing was written.
                leases.Forget(put.Lease);
            }
        }
    }

    private async Task<TxnResponse> WriteAsync(TxnRequest transaction, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.WriteAsync((endpoint, call) => endpoint.Keys.TxnAsync(transaction, call), cancellationToken).ConfigureAwait(false);
            Learn(answer.Header.Revision);
            return answer;
        }
        catch (RpcException e)
        {
            throw Meaning(e, 0);
        }
    }

    private StoreException Meaning(RpcException e, long revision) =>
        EtcdFaults.IsCompacted(e) ? new CompactedException(revision, Math.Max(CompactedRevision, revision + 1))
        : EtcdFaults.IsFuture(e) ? new FutureRevisionException(revision, KnownRevision)
        : new StoreUnavailableException(connection.Describe(connection.Current, e), false, e);

    private long Learn(long revision)
    {
        Raise(ref known, revision);
        return revision;
    }

    private static void Raise(ref long field, long value)
    {
        for (var now = Volatile.Read(ref field); now < value;)
        {
            var before = Interlocked.CompareExchange(ref field, value, now);
            if (before == now) return;
            now = before;
        }
    }

    private void ThrowIfClosed()
    {
        if (Volatile.Read(ref closed)) throw new StoreUnavailableException("The store is closed.");
    }
}
