using System.Threading.Channels;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Bootstrap.LivingServers;

/// <summary>
/// Keeps the <c>kubernetes</c> Service and the list of living servers behind it: says every few seconds that this one lives, and looks at once when another
/// came or went.
/// </summary>
/// <param name="service">The Service.</param>
/// <param name="servers">Who lives.</param>
/// <param name="endpoints">Writes the list; null if somebody else looks after it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where faults are named.</param>
internal sealed partial class KubernetesServiceLoop(
    KubernetesService service, IServerAddresses servers, EndpointWriter? endpoints, TimeProvider time, ILogger<KubernetesServiceLoop> logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // The end of a server does not wait longer for a store that does not answer: its key goes by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource leaving = new();
    private Task running = Task.CompletedTask;
    private bool entered;
    private bool failing;

    /// <summary>Takes back what a former run of this server left, before it serves: nobody shall be sent to it yet.</summary>
    public async Task PrepareAsync(int port, CancellationToken cancellationToken)
    {
        if (endpoints is null) return;
        try
        {
            if (await servers.RemoveAsync(cancellationToken))
                await endpoints.ReconcileAsync(port, starting: false, stopping: false, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // It is the only one; its endpoints stay for the moments until it serves.
        }
        catch (StoreException e)
        {
            LogFailed(e);
        }
    }

    /// <summary>Enters this server, which serves from now on, and keeps it there.</summary>
    public async Task EnterAsync(int port, CancellationToken cancellationToken)
    {
        if (!await TryAsync(port, cancellationToken)) wake.Writer.TryWrite(true);
        running = Task.WhenAll(RunAsync(port, leaving.Token), FollowAsync(leaving.Token));
    }

    /// <summary>Takes this server out, for good.</summary>
    public async Task LeaveAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        await leaving.CancelAsync();
        try
        {
            await running.WaitAsync(patience.Token);
            if (endpoints is not null && entered)
            {
                await servers.RemoveAsync(patience.Token);
                await endpoints.ReconcileAsync(port, starting: false, stopping: true, patience.Token);
            }
        }
        catch (Exception e)
        {
            LogStays(e);
        }

        entered = false;
    }

    public void Dispose() => leaving.Dispose();

    private async Task RunAsync(int port, CancellationToken cancellationToken)
    {
        using var timer = time.CreateTimer(static state => ((Channel<bool>)state!).Writer.TryWrite(true), wake, Interval, Interval);
        try
        {
            while (await wake.Reader.WaitToReadAsync(cancellationToken))
            {
                wake.Reader.TryRead(out _);
                if (await TryAsync(port, cancellationToken)) continue;
                await Task.Delay(RetryAfter, time, cancellationToken);
                wake.Writer.TryWrite(true);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (endpoints is not null)
            {
                try
                {
                    await servers.FollowAsync(() => wake.Writer.TryWrite(true), cancellationToken);
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // What keeps the loop itself from its work is named there.
                    await Task.Delay(RetryAfter, time, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> TryAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            // First, and whatever becomes of the rest: others then enter this server.
            if (endpoints is not null) await servers.RenewAsync(cancellationToken);
            await service.EnsureAsync(port, cancellationToken);
            if (endpoints is not null) await endpoints.ReconcileAsync(port, starting: !entered, stopping: false, cancellationToken);
            entered = true;
            failing = false;
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Once until it is mended.
            if (!failing) LogFailed(e);
            failing = true;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The kubernetes Service or its endpoints could not be brought up to date; this is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This server could not be taken out of the endpoints of the kubernetes Service; others do it when its key is too old")]
    private partial void LogStays(Exception exception);
}
