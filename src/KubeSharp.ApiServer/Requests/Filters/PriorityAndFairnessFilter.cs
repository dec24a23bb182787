using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.FlowControl.Queueing;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>API Priority and Fairness: every request waits at its priority level for its turn, or is told to come again.</summary>
/// <remarks>
/// Streams (exec, logs, proxies) are not held up; a watch is, until it has told what there was at its start. An exempt request costs its
/// classification and two headers, one at a level that has room a compare-and-swap more.
/// </remarks>
internal sealed class PriorityAndFairnessFilter(FlowController flow, WorkEstimator work, TimeProvider time, TimeSpan patience) : IRequestFilter
{
    public const string SchemaHeader = "X-Kubernetes-PF-FlowSchema-UID";
    public const string LevelHeader = "X-Kubernetes-PF-PriorityLevel-UID";

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var watch = context.Info.Verb == "watch";
        if (context.IsLongRunning && !watch) return next(context);
        var binding = flow.Classify(context.Info, context.User);
        context.Response.Headers[SchemaHeader] = binding.Schema.Uid;
        context.Response.Headers[LevelHeader] = binding.Level.Spec.Uid;
        var level = binding.Level;
        if (level.IsExempt)
        {
            binding.Counters.Dispatch();
            return next(context);
        }

        var estimate = work.Estimate(context.Info, context.Request.Query, level.MaxSeats);
        return level.TryStart(estimate.Seats) ? WorkAsync(context, next, binding, estimate, null) : WaitAsync(context, next, binding, estimate);
    }

    private async Task WaitAsync(RequestContext context, RequestStep next, FlowBinding binding, WorkEstimate estimate)
    {
        var distinguisher = binding.Schema.Distinguish(context.Info, context.User);
        var ticket = new Ticket(binding, distinguisher, context.Info, context.User.Name)
        {
            Seats = estimate.Seats,
            Flow = ShuffleSharding.Hash(binding.Schema.Name, distinguisher),
        };
        var start = time.GetTimestamp();
        var reason = await binding.Level.WaitAsync(ticket, patience, context.Cancelled);
        binding.Counters.Wait(time.GetElapsedTime(start));
        if (reason == RejectReason.None)
        {
            await WorkAsync(context, next, binding, estimate, ticket);
            return;
        }

        binding.Counters.Reject(reason);
        if (!context.Http.RequestAborted.IsCancellationRequested) await TooManyRequests.WriteAsync(context, binding.Level.RetryAfter);
    }

    private Task WorkAsync(RequestContext context, RequestStep next, FlowBinding binding, WorkEstimate estimate, Ticket? ticket)
    {
        binding.Counters.Dispatch();
        if (context.IsLongRunning) return WatchAsync(context, next, binding.Level, estimate, ticket);
        Task answering;
        try
        {
            answering = next(context);
        }
        catch
        {
            Finish(binding.Level, estimate, ticket);
            throw;
        }

        if (!answering.IsCompletedSuccessfully) return FinishAsync(answering, binding.Level, estimate, ticket);
        Finish(binding.Level, estimate, ticket);
        return answering;
    }

    private async Task FinishAsync(Task answering, PriorityLevel level, WorkEstimate estimate, Ticket? ticket)
    {
        try
        {
            await answering;
        }
        finally
        {
            Finish(level, estimate, ticket);
        }
    }

    private void Finish(PriorityLevel level, WorkEstimate estimate, Ticket? ticket)
    {
        if (estimate.Afterwards == TimeSpan.Zero) level.Finish(estimate.Seats, ticket);
        else FinishLater(level, estimate, ticket);
    }

    // A watch gives up its seats when it has told the past; from then on it only waits.
    private static async Task WatchAsync(RequestContext context, RequestStep next, PriorityLevel level, WorkEstimate estimate, Ticket? ticket)
    {
        var seated = 1;
        context.Initialized = () =>
        {
            if (Interlocked.Exchange(ref seated, 0) == 1) level.Finish(estimate.Seats, ticket);
        };
        try
        {
            await next(context);
        }
        finally
        {
            context.Initialized();
        }
    }

    private void FinishLater(PriorityLevel level, WorkEstimate estimate, Ticket? ticket) =>
        _ = Task.Delay(estimate.Afterwards, time).ContinueWith(
            _ => level.Finish(estimate.Seats, ticket), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
