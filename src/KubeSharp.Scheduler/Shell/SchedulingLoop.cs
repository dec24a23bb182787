using System.Threading.Channels;
using KubeSharp.Scheduler.Engine;
using KubeSharp.Scheduler.Framework;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Scheduler.Shell;

/// <summary>
/// The one loop that owns the core: takes in all changes, then decides about one pod, and so on. Sleeps when there is neither.
/// </summary>
internal sealed class SchedulingLoop(
    SchedulerCore core, ClusterFeed feed, ApiActions actions, int maxBindings, TimeProvider time, ILogger logger)
{
    private const int FailureWriters = 8;

    private readonly Channel<SchedulingOutcome> failures =
        Channel.CreateUnbounded<SchedulingOutcome>(new UnboundedChannelOptions { SingleWriter = true });

    private int inFlight;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var writers = new Task[FailureWriters];
        for (var i = 0; i < writers.Length; i++)
            writers[i] = Task.Run(() => WriteFailuresAsync(cancel), CancellationToken.None);
        await using var timer = time.CreateTimer(
            static state => ((ClusterFeed)state!).Post(ClusterChangeKind.Tick, null), feed, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                while (feed.Reader.TryRead(out var change))
                    Apply(change);
                if (inFlight < maxBindings && Decide() is { } outcome)
                {
                    CarryOut(outcome, cancel);
                    continue;
                }

                if (core.Queue.NextDeadline() is { } deadline)
                {
                    var wait = deadline - time.GetUtcNow();
                    timer.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                }

                await feed.Reader.WaitToReadAsync(cancel).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The usual end.
        }
        finally
        {
            failures.Writer.TryComplete();
            await Task.WhenAll(writers).ConfigureAwait(false);
        }
    }

    private SchedulingOutcome? Decide()
    {
        try
        {
            return core.ScheduleNext(time.GetUtcNow());
        }
        catch (Exception fault)
        {
            // One pod that trips over a bug must not stop all others; it is out of the queue until it changes.
            ComponentLog.SchedulingFailed(logger, fault);
            return null;
        }
    }

    private void Apply(in ClusterChange change)
    {
        var now = time.GetUtcNow();
        try
        {
            switch (change.Kind)
            {
                case ClusterChangeKind.Set:
                    CoreFeeder.Set(core, change.Item!, now);
                    break;
                case ClusterChangeKind.Removed:
                    CoreFeeder.Remove(core, change.Item!, now);
                    break;
                case ClusterChangeKind.BindingEnded:
                    EndBinding((BindingEnd)change.Item!, now);
                    break;
                case ClusterChangeKind.Tick:
                    core.Queue.Tick(now);
                    break;
            }
        }
        catch (Exception fault)
        {
            ComponentLog.ChangeFailed(logger, fault);
        }
    }

    private void EndBinding(BindingEnd end, DateTimeOffset now)
    {
        inFlight--;
        if (end.Failure is null)
        {
            core.Bound(end.Outcome);
            return;
        }

        core.BindingFailed(end.Outcome, end.Failure.IsRejection, end.Failure.Plugin, now);
        if (!end.Outcome.Entry.IsGone)
        {
            failures.Writer.TryWrite(end.Outcome with
            {
                NodeName = null,
                Reason = end.Failure.IsRejection ? "Unschedulable" : "SchedulerError",
                Message = end.Failure.Message,
            });
        }
    }

    private void CarryOut(SchedulingOutcome outcome, CancellationToken cancel)
    {
        if (outcome.NodeName is null)
        {
            failures.Writer.TryWrite(outcome);
            return;
        }

        inFlight++;
        _ = Task.Run(() => BindAsync(outcome, cancel), CancellationToken.None);
    }

    private async Task BindAsync(SchedulingOutcome outcome, CancellationToken cancel)
    {
        Status? failure;
        try
        {
            failure = await RunBindingCycleAsync(outcome, cancel).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            failure = new Status(StatusCode.Error, "Binding", fault.Message);
        }

        if (failure is null)
            actions.ReportBound(outcome);
        else if (!cancel.IsCancellationRequested)
            ComponentLog.BindingFailed(logger, outcome.Pod.Key, outcome.NodeName!, failure.Message);
        feed.Post(ClusterChangeKind.BindingEnded, new BindingEnd(outcome, failure));
    }

    private async Task<Status?> RunBindingCycleAsync(SchedulingOutcome outcome, CancellationToken cancel)
    {
        var node = outcome.NodeName!;
        foreach (var plugin in outcome.Profile.PreBinds)
        {
            if (await plugin.PreBindAsync(outcome.State, outcome.Pod, node, actions, cancel).ConfigureAwait(false) is { } status)
                return status;
        }

        foreach (var plugin in outcome.Profile.Binders)
        {
            var status = await plugin.BindAsync(outcome.State, outcome.Pod, node, actions, cancel).ConfigureAwait(false);
            if (status?.Code != StatusCode.Skip)
                return status;
        }

        return new Status(StatusCode.Error, "Binding", "no bind plugin took the pod");
    }

    private async Task WriteFailuresAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var outcome in failures.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
                await actions.ReportFailureAsync(outcome, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The usual end.
        }
    }
}
