using System.Threading.Channels;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Writing;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Resources.Core.Services.Allocation;

/// <summary>
/// Keeps services and what is given out to them in step: when the server starts, when an IPAddress goes, and now and then for what a crash left behind.
/// </summary>
internal sealed partial class ServiceRepairLoop(
    ServiceAllocator allocator, IObjectLister objects, OwnWrites writes, TimeProvider time, ILogger<ServiceRepairLoop> logger) : IObjectObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    // As long as a port is found leaked, three times in a row, it may belong to a service that is being written.
    private const int LeaksBeforeRelease = 3;

    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly OwnEvents events = new(writes, time, "ipallocator-repair-controller");
    private Dictionary<int, int> leaks = [];

    /// <summary>Puts in order what there is, before the server takes requests.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Reads at the head, so that the lists below are not empty because nobody asked before.
        await objects.GetLatestAsync("", "services", "default", "kubernetes", cancellationToken);
        await objects.GetLatestAsync(ClusterIPAllocator.Group, ClusterIPAllocator.Plural, "", "none", cancellationToken);
        await RepairAsync(cancellationToken);
    }

    /// <summary>Runs until the server stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var subscription = objects.Observe(ClusterIPAllocator.Group, ClusterIPAllocator.Plural, this);
        using var timer = time.CreateTimer(static state => ((Channel<bool>)state!).Writer.TryWrite(true), wake, Interval, Interval);
        try
        {
            while (await wake.Reader.WaitToReadAsync(cancellationToken))
            {
                // Addresses of deleted services go by the way, many at a time: one look after them is enough.
                await Task.Delay(Settle, time, cancellationToken);
                while (wake.Reader.TryRead(out _))
                {
                }

                await TryRepairAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public void OnSet(string @namespace, string name, JsonObject document)
    {
    }

    // Most go with their service; one that was deleted by hand is made again.
    public void OnDeleted(string @namespace, string name) => wake.Writer.TryWrite(true);

    public void OnSynced()
    {
    }

    private async Task TryRepairAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RepairAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e);
        }
    }

    private async Task RepairAsync(CancellationToken cancellationToken)
    {
        var services = objects.List("", "services");
        var addresses = objects.List(ClusterIPAllocator.Group, ClusterIPAllocator.Plural);
        foreach (var action in ServiceRepair.Addresses(services, addresses, allocator.Ranges, time.GetUtcNow()))
        {
            LogRepair(action.Reason, action.Note);
            if (action.Take is { } address) await allocator.Addresses.CreateAsync(action.Owner, address, cancellationToken);
            if (action.Delete)
            {
                var metadata = new Metadata(action.About);
                await writes.DeleteAsync(ClusterIPAllocator.Group, ClusterIPAllocator.Plural, "", metadata.Name, metadata.Uid, cancellationToken);
            }

            await events.ReportAsync(action.About, action.IsNormal ? "Normal" : "Warning", action.Reason, "ClusterIPAllocation", action.Note, cancellationToken);
        }

        await PortsAsync(ServiceRepair.Ports(services), cancellationToken);
    }

    private async Task PortsAsync(Dictionary<int, JsonObject> used, CancellationToken cancellationToken)
    {
        var (ports, _) = await allocator.Ports.ReadAsync(cancellationToken);
        var found = new Dictionary<int, int>();
        for (var port = ports.First; port <= ports.Last; port++)
        {
            if (ports.Has(port) && !used.ContainsKey(port)) found[port] = leaks.GetValueOrDefault(port) + 1;
        }

        leaks = found;
        int[] released = [.. found.Where(pair => pair.Value >= LeaksBeforeRelease).Select(pair => pair.Key)];
        int[] missing = [.. used.Keys.Where(port => ports.Contains(port) && !ports.Has(port))];
        await allocator.Ports.ChangeAsync(
            set =>
            {
                foreach (var port in missing) set.Set(port);
                foreach (var port in released) set.Clear(port);
            },
            cancellationToken);
        foreach (var port in missing)
            await events.ReportAsync(used[port], "Warning", "PortNotAllocated", "PortAllocation", $"Port {port} is not allocated; repairing", cancellationToken);
        foreach (var (port, service) in used.Where(pair => !ports.Contains(pair.Key)))
            await events.ReportAsync(service, "Warning", "PortOutOfRange", "PortAllocation", $"Port {port} is not within the port range {ports.Range}; please recreate service", cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Service addresses: {Reason}: {Note}")]
    private partial void LogRepair(string reason, string note);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The repair of service addresses failed and is tried again")]
    private partial void LogFailed(Exception exception);
}
