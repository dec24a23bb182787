using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using KubeSharp.Storage.Etcd.Protocol;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Storage.Etcd;

/// <summary>
/// Compacts etcd once in an interval, to the revision of one interval ago. Servers that share an etcd, upstream's among them, agree who does it by a key whose version
/// counts the intervals: who raises it, compacts.
/// </summary>
internal sealed class EtcdCompactor : IAsyncDisposable
{
    // Upstream's servers use the same key.
    private static readonly ByteString Key = ByteString.CopyFromUtf8("compact_rev_key");

    private readonly EtcdConnection connection;
    private readonly Func<long, CancellationToken, ValueTask> compact;
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    /// <summary>Starts; the first compaction is two intervals away.</summary>
    public EtcdCompactor(EtcdConnection connection, Func<long, CancellationToken, ValueTask> compact, TimeSpan interval, TimeProvider time, ILogger logger)
    {
        this.connection = connection;
        this.compact = compact;
        this.interval = interval;
        this.time = time;
        this.logger = logger;
        running = Task.Run(RunAsync);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task RunAsync()
    {
        var (version, revision) = (0L, 0L);
        while (true)
        {
            try
            {
                await Task.Delay(interval, time, stop.Token).ConfigureAwait(false);
                (version, revision) = await OnceAsync(version, revision).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is StoreException or RpcException)
            {
                EtcdLog.NotCompacted(logger, e.Message);
            }
        }
    }

    private async Task<(long Version, long Revision)> OnceAsync(long version, long revision)
    {
        var transaction = new TxnRequest
        {
            Compare = { new Compare { Key = Key, Target = Compare.Types.CompareTarget.Version, Result = Compare.Types.CompareResult.Equal, Version = version } },
            Success = { new RequestOp { RequestPut = new PutRequest { Key = Key, Value = ByteString.CopyFromUtf8(revision.ToString(CultureInfo.InvariantCulture)) } } },
            Failure = { new RequestOp { RequestRange = new Protocol.RangeRequest { Key = Key } } },
        };
        var answer = await connection.WriteAsync((endpoint, options) => endpoint.Keys.TxnAsync(transaction, options), stop.Token).ConfigureAwait(false);
        var now = answer.Header.Revision;
        // Another server was first: begin to count where it is.
        if (!answer.Succeeded) return (answer.Responses[0].ResponseRange.Kvs[0].Version, now);
        if (revision > 0) await compact(revision, stop.Token).ConfigureAwait(false);
        return (version + 1, now);
    }
}
