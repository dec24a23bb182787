using System.Net.Sockets;
using System.Threading.Channels;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Models.Discovery.V1;
using KubeSharp.Processes;
using KubeSharp.Proxy.Iptables;
using KubeSharp.Proxy.Model;
using KubeSharp.Proxy.Nftables;
using KubeSharp.Proxy.Shell;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Proxy;

/// <summary>
/// kube-proxy: makes Services reachable on this node. Changes of Services and EndpointSlices are taken together and written in one atomic
/// step; while nothing changes, nothing runs but a rare look whether the rules are still there.
/// </summary>
public sealed class ProxyComponent
{
    private readonly ProxyOptions options;
    private readonly InformerFactory informers;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CommandRunner commands = new();

    /// <summary>Creates the component; nothing runs before <see cref="RunAsync"/>.</summary>
    public ProxyComponent(ProxyOptions options, InformerFactory informers, ILoggerFactory loggers, TimeProvider? time = null)
    {
        this.options = options;
        this.informers = informers;
        this.time = time ?? TimeProvider.System;
        logger = loggers.CreateLogger("KubeSharp.Proxy");
    }

    /// <summary>--cleanup: removes every rule of every mode. Answers what could not be removed; empty for success.</summary>
    public static async Task<IReadOnlyList<string>> CleanupAsync(CancellationToken cancellationToken)
    {
        var commands = new CommandRunner();
        var options = new ProxyOptions { NodeName = "" };
        var failures = new List<string>();
        foreach (var family in options.Families)
        {
            foreach (var backend in new IRuleBackend[] { new IptablesBackend(family, options, commands), new NftablesBackend(family, options, commands) })
            {
                if (await backend.CleanupAsync(cancellationToken).ConfigureAwait(false) is { } failure)
                    failures.Add(failure);
            }
        }

        return failures;
    }

    /// <summary>Keeps the rules up to date until cancelled; they stay when it ends, so that Services survive a restart.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var families = await StartFamiliesAsync(cancellationToken).ConfigureAwait(false);
        var health = new ProxyHealth(options.SyncPeriod * 2, time);
        await using var healthz = StartHealthz(health);
        await using var serviceHealth = new ServiceHealthServers(health, logger);
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        var services = informers.Get<Service>();
        var slices = informers.Get<EndpointSlice>();
        var nodes = informers.Get<Node>(fieldSelector: "metadata.name=" + options.NodeName);
        using var serviceHandler = services.AddHandler(_ => Signal(), (_, _) => Signal(), _ => Signal());
        using var sliceHandler = slices.AddHandler(_ => Signal(), (_, _) => Signal(), _ => Signal());
        using var nodeHandler = nodes.AddHandler(_ => Signal(), (old, now) => SignalNode(old, now), _ => Signal());
        informers.Start();
        try
        {
            await services.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
            await slices.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
            await nodes.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
            ProxyLog.Started(logger, options.Mode, string.Join(", ", families.Select(f => f.Family)));
            var failures = 0;
            while (!cancellationToken.IsCancellationRequested)
            {
                changes.Reader.TryRead(out _);
                var started = time.GetUtcNow();
                var node = NodeFactsOf(nodes.Get(null, options.NodeName));
                health.IsNodeEligible = nodes.Get(null, options.NodeName) is not { Metadata.DeletionTimestamp: not null };
                var done = true;
                var counts = new Dictionary<(string, int), int>();
                foreach (var family in families)
                {
                    done &= await family.SyncAsync(node, services.List(), slices.List(), cancellationToken).ConfigureAwait(false);
                    foreach (var (key, count) in family.Written.LocalEndpointCounts)
                        counts[key] = Math.Max(counts.GetValueOrDefault(key), count);
                }

                if (options.ServeHealthChecks)
                    await serviceHealth.ApplyAsync(counts).ConfigureAwait(false);
                if (done)
                {
                    failures = 0;
                    health.Synced(started);
                }
                else
                {
                    health.Changed();
                    failures++;
                }

                await WaitAsync(changes.Reader, families, started, failures, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The usual end.
        }

        void Signal()
        {
            health.Changed();
            changes.Writer.TryWrite(true);
        }

        void SignalNode(Node old, Node now)
        {
            if (NodeFactsOf(old) != NodeFactsOf(now) || old.Metadata.DeletionTimestamp != now.Metadata.DeletionTimestamp)
                Signal();
        }
    }

    private NodeFacts NodeFactsOf(Node? node) =>
        new(options.NodeName, node?.Metadata.Labels?.GetValueOrDefault("topology.kubernetes.io/zone") ?? "");

    /// <summary>Returns when there is something to write: a change (not sooner than the minimum period), a failure to repeat, lost rules.</summary>
    private async Task WaitAsync(
        ChannelReader<bool> changes, List<FamilyProxy> families, DateTimeOffset started, int failures, CancellationToken cancel)
    {
        while (true)
        {
            var limit = failures > 0
                ? TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, failures - 1)))
                : options.SyncPeriod;
            using (var timer = new CancellationTokenSource(limit, time))
            using (var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, timer.Token))
            {
                try
                {
                    await changes.WaitToReadAsync(both.Token).ConfigureAwait(false);
                    var wait = options.MinSyncPeriod - (time.GetUtcNow() - started);
                    if (wait > TimeSpan.Zero)
                        await Task.Delay(wait, time, cancel).ConfigureAwait(false);
                    return;
                }
                catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancel.IsCancellationRequested)
                {
                    if (failures > 0)
                        return;
                }
            }

            foreach (var family in families)
            {
                if (await family.WasFlushedAsync(cancel).ConfigureAwait(false))
                    return;
            }
        }
    }

    private async Task<List<FamilyProxy>> StartFamiliesAsync(CancellationToken cancel)
    {
        var families = new List<FamilyProxy>();
        foreach (var family in options.Families)
        {
            IRuleBackend backend = options.Mode == ProxyMode.Iptables
                ? new IptablesBackend(family, options, commands)
                : new NftablesBackend(family, options, commands);

            // The first family must work, and says so loudly when it does not; a machine without the second serves the first alone.
            if (families.Count > 0 && await backend.ProbeAsync(cancel).ConfigureAwait(false) is { } reason)
            {
                ProxyLog.FamilyLeftOut(logger, family, reason);
                continue;
            }

            // Rules of the other mode would answer first.
            IRuleBackend other = options.Mode == ProxyMode.Iptables
                ? new NftablesBackend(family, options, commands)
                : new IptablesBackend(family, options, commands);
            await other.CleanupAsync(cancel).ConfigureAwait(false);
            families.Add(new FamilyProxy(family, backend, commands, options, time, logger));
        }

        if (options.Mode == ProxyMode.Iptables && options.LocalhostNodePorts)
        {
            try
            {
                await File.WriteAllTextAsync("/proc/sys/net/ipv4/conf/all/route_localnet", "1", cancel).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                ProxyLog.FamilyLeftOut(logger, IpFamily.IPv4, "node ports on 127.0.0.1 do not work: " + fault.Message);
            }
        }

        return families;
    }

    private SmallHttpServer? StartHealthz(ProxyHealth health)
    {
        if (options.HealthzBindAddress is not { } address)
            return null;
        try
        {
            return new SmallHttpServer(address, health.Answer);
        }
        catch (SocketException fault)
        {
            ProxyLog.HealthzFailed(logger, address.ToString(), fault.Message);
            return null;
        }
    }
}
