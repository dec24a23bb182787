using System.Threading.Channels;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources.Core.Services.Allocation;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Bootstrap;

/// <summary>Keeps the ServiceCIDR of the command line: when it goes, it is made again.</summary>
internal sealed partial class DefaultServiceCidrLoop(
    DefaultServiceCidr range, IObjectLister objects, TimeProvider time, ILogger<DefaultServiceCidrLoop> logger) : IObjectObserver
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Makes it, if need be.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => range.EnsureAsync(cancellationToken);

    /// <summary>Runs until the server stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var subscription = objects.Observe(DefaultServiceCidr.Group, DefaultServiceCidr.Plural, this);
        try
        {
            while (await wake.Reader.WaitToReadAsync(cancellationToken))
            {
                wake.Reader.TryRead(out _);
                if (await TryAsync(cancellationToken)) continue;
                await Task.Delay(RetryAfter, time, cancellationToken);
                wake.Writer.TryWrite(true);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void OnSet(string @namespace, string name, JsonObject document) => Wake(name);

    public void OnDeleted(string @namespace, string name) => Wake(name);

    public void OnSynced()
    {
    }

    private void Wake(string name)
    {
        if (name == ServiceRanges.DefaultName) wake.Writer.TryWrite(true);
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await range.EnsureAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The default ServiceCIDR could not be looked after; this is tried again")]
    private partial void LogFailed(Exception exception);
}
