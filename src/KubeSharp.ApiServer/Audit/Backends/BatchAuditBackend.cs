using System.Threading.Channels;
using KubeSharp.ApiServer.Audit.Events;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Audit.Backends;

/// <summary>Gathers events and stores them in batches; requests do not wait. When too many wait, new ones are dropped.</summary>
internal sealed partial class BatchAuditBackend : IAuditBackend
{
    // How long the end of the server waits for what is still to be stored.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly AuditEncoder encoder;
    private readonly IAuditDestination destination;
    private readonly AuditBatchOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Action<int> lost;
    private readonly Channel<byte[]> waiting;
    private readonly BatchThrottle? throttle;
    private readonly SemaphoreSlim sending;
    private readonly CancellationTokenSource impatience = new();
    private readonly int concurrency;
    private readonly Task loop;

    /// <param name="encoder">Encodes the events.</param>
    /// <param name="destination">Where the batches go.</param>
    /// <param name="options">Sizes and times.</param>
    /// <param name="concurrency">Batches that may be under way at once.</param>
    /// <param name="time">The time.</param>
    /// <param name="logger">Where lost events are named.</param>
    public BatchAuditBackend(
        AuditEncoder encoder, IAuditDestination destination, AuditBatchOptions options, int concurrency, TimeProvider time, ILogger logger, Action<int> lost)
    {
        (this.encoder, this.destination, this.options, this.time, this.logger) = (encoder, destination, options, time, logger);
        this.concurrency = concurrency;
        this.lost = lost;
        waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.BufferSize) { SingleReader = true });
        throttle = options.Throttle ? new BatchThrottle(options.ThrottleQps, options.ThrottleBurst, time) : null;
        sending = new SemaphoreSlim(concurrency);
        loop = RunAsync();
    }

    public ValueTask<bool> ProcessAsync(AuditTrail trail)
    {
        if (encoder.Encode(trail) is { } bytes && !waiting.Writer.TryWrite(bytes)) Drop(1, "too many events wait");
        return new(true);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        impatience.CancelAfter(Patience);
        await loop;
        await destination.DisposeAsync();
        impatience.Dispose();
        sending.Dispose();
    }

    private async Task RunAsync()
    {
        var reader = waiting.Reader;
        while (await reader.WaitToReadAsync())
        {
            var batch = await GatherAsync(reader);
            if (throttle is not null) await throttle.WaitAsync(impatience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sending.WaitAsync();
            var sent = SendAsync(batch);
            if (concurrency == 1) await sent;
        }

        for (var i = 0; i < concurrency; i++) await sending.WaitAsync();
    }

    private async ValueTask<List<byte[]>> GatherAsync(ChannelReader<byte[]> reader)
    {
        List<byte[]> batch = [];
        long bytes = 0;
        using var deadline = options.MaxBatchWait > TimeSpan.Zero ? new CancellationTokenSource(options.MaxBatchWait, time) : null;
        while (batch.Count < options.MaxBatchSize)
        {
            if (reader.TryPeek(out var next))
            {
                if (options.Truncate && batch.Count > 0 && bytes + next.Length > options.MaxBatchBytes) break;
                reader.TryRead(out _);
                batch.Add(next);
                bytes += next.Length;
                continue;
            }

            if (deadline is null) break;
            try
            {
                if (!await reader.WaitToReadAsync(deadline.Token)) break;
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return batch;
    }

    private async Task SendAsync(List<byte[]> batch)
    {
        try
        {
            await destination.StoreAsync(batch, impatience.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Drop(batch.Count, e.Message);
        }
        finally
        {
            sending.Release();
        }
    }

    private void Drop(int count, string problem)
    {
        LogDropped(count, problem);
        lost(count);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} audit events are lost: {Problem}")]
    private partial void LogDropped(int count, string problem);
}
