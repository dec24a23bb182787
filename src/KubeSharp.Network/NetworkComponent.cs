using System.Net;
using System.Threading.Channels;
using KubeSharp.Client;
using KubeSharp.Models.Core.V1;
using KubeSharp.Network.Cni;
using KubeSharp.Network.Host;
using KubeSharp.Network.Routes;
using KubeSharp.Processes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Network;

/// <summary>
/// The pod network of one node: prepares the machine, writes the CNI configuration once the node has its pod range, and keeps the routes to
/// other nodes' pods.
/// </summary>
public sealed class NetworkComponent
{
    private readonly NetworkOptions options;
    private readonly InformerFactory informers;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CommandRunner commands = new();

    /// <summary>Creates the component; nothing runs before <see cref="RunAsync"/>.</summary>
    public NetworkComponent(NetworkOptions options, InformerFactory informers, ILoggerFactory loggers, TimeProvider? time = null)
    {
        this.options = options;
        this.informers = informers;
        this.time = time ?? TimeProvider.System;
        logger = loggers.CreateLogger("KubeSharp.Network");
    }

    /// <summary>
    /// Prepares the machine and answers the node's address: call it before anything that announces or binds the address. May be repeated.
    /// </summary>
    /// <exception cref="NetworkException">A step failed that nothing works without; the message names it.</exception>
    public static Task<IPAddress> PrepareHostAsync(NetworkOptions options, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        new HostNetwork(options, new CommandRunner(), loggers.CreateLogger("KubeSharp.Network")).PrepareAsync(cancellationToken);

    /// <summary>
    /// Takes everything off the machine: interfaces, routes, chains, CNI configuration and address allocations. Answers what could not be
    /// removed; empty for success.
    /// </summary>
    public static Task<IReadOnlyList<string>> ResetAsync(NetworkOptions options, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        new HostNetwork(options, new CommandRunner(), loggers.CreateLogger("KubeSharp.Network")).ResetAsync(cancellationToken);

    /// <summary>Follows the Node objects until cancelled. The network stays when it ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var nodes = informers.Get<Node>();
        using var handler = nodes.AddHandler(
            _ => changes.Writer.TryWrite(true), (old, now) => SignalIfRelevant(old, now), _ => changes.Writer.TryWrite(true));
        informers.Start();
        var routes = new RouteTable(commands, logger);
        try
        {
            await nodes.WaitForSyncAsync(cancellationToken).ConfigureAwait(false);
            while (!cancellationToken.IsCancellationRequested)
            {
                changes.Reader.TryRead(out _);
                var plan = RoutePlan.Decide(options, nodes.List());
                var done = await ApplyAsync(plan, routes, cancellationToken).ConfigureAwait(false);
                await WaitAsync(changes.Reader, done, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The usual end.
        }

        void SignalIfRelevant(Node old, Node now)
        {
            // Heartbeats change a node every few seconds, and nothing that matters here.
            var before = RoutePlan.Decide(options, [old]);
            var after = RoutePlan.Decide(options, [now]);
            if (!before.PodCidrs.SequenceEqual(after.PodCidrs) || !before.Routes.SequenceEqual(after.Routes))
                changes.Writer.TryWrite(true);
        }
    }

    private async Task<bool> ApplyAsync(RoutePlan plan, RouteTable routes, CancellationToken cancel)
    {
        try
        {
            if (plan.PodCidrs.Count > 0)
            {
                var text = CniConfiguration.Build(options, plan.PodCidrs);
                if (await CniFile.WriteAsync(options.CniConfigDirectory, text, cancel).ConfigureAwait(false))
                    NetworkLog.CniWritten(logger, options.CniConfigDirectory, string.Join(", ", plan.PodCidrs));
            }

            return await routes.ApplyAsync(plan.Routes, cancel).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            NetworkLog.SyncFailed(logger, fault.Message);
            return false;
        }
    }

    private async Task WaitAsync(ChannelReader<bool> changes, bool done, CancellationToken cancel)
    {
        if (done)
        {
            await changes.WaitToReadAsync(cancel).ConfigureAwait(false);
            return;
        }

        using var retry = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, retry.Token);
        try
        {
            await changes.WaitToReadAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Time to try again.
        }
    }
}
