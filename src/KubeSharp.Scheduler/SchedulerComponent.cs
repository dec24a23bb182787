using KubeSharp.Client;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Queueing;
using KubeSharp.Scheduler.Shell;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Scheduler;

/// <summary>
/// kube-scheduler: watches for pods without a node and binds each to one. Decisions are made by one loop over
/// <see cref="SchedulerCore"/>; bindings and statuses are written concurrently.
/// </summary>
public sealed class SchedulerComponent
{
    private readonly SchedulerOptions options;
    private readonly KubeClient client;
    private readonly InformerFactory informers;
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;

    /// <summary>Creates the component; nothing runs before <see cref="RunAsync"/>.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="client">Writes bindings, statuses and events.</param>
    /// <param name="informers">The process's shared informers.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="time">Time; null for the system's.</param>
    public SchedulerComponent(
        SchedulerOptions options, KubeClient client, InformerFactory informers, ILoggerFactory loggers, TimeProvider? time = null)
    {
        this.options = options;
        this.client = client;
        this.informers = informers;
        this.loggers = loggers;
        this.time = time ?? TimeProvider.System;
    }

    /// <summary>Schedules until cancelled; with leader election, whenever this candidate leads.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.LeaderElection is not { } election)
            {
                await LeadAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            while (!cancellationToken.IsCancellationRequested)
            {
                // Losing the lead only means to start over as a candidate: the loop keeps no state from one term to the next.
                var elector = new LeaderElector(client, election, time, loggers.CreateLogger("KubeSharp.Scheduler.LeaderElection"));
                if (await elector.RunAsync(LeadAsync, cancellationToken).ConfigureAwait(false))
                    return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The usual end.
        }
    }

    private async Task LeadAsync(CancellationToken cancel)
    {
        var logger = loggers.CreateLogger("KubeSharp.Scheduler");
        var profiles = new Profile[options.Profiles.Count];
        for (var i = 0; i < profiles.Length; i++)
            profiles[i] = new Profile(options.Profiles[i]);
        var core = new SchedulerCore(
            new ProfileSet(profiles), new QueueOptions(options.PodInitialBackoff, options.PodMaxBackoff, options.PodMaxInUnschedulablePods));
        var recorders = new Dictionary<string, EventRecorder>(StringComparer.Ordinal);
        foreach (var profile in profiles)
            recorders[profile.SchedulerName] = new EventRecorder(client, profile.SchedulerName, null, time, logger);
        try
        {
            using var feed = new ClusterFeed(informers);
            var actions = new ApiActions(client, informers, recorders, options.VolumeBindTimeout, time, logger);
            var loop = new SchedulingLoop(core, feed, actions, options.MaxBindingsInFlight, time, logger);
            informers.Start();
            await feed.WaitForSyncAsync(cancel).ConfigureAwait(false);
            ComponentLog.Started(logger, core.Cluster.Nodes.Length);
            await loop.RunAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            foreach (var recorder in recorders.Values)
                await recorder.DisposeAsync().ConfigureAwait(false);
        }
    }
}
