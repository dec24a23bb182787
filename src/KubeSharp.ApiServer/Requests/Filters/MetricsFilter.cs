namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Counts requests and measures how long they take.</summary>
internal sealed class MetricsFilter(RequestMetrics metrics, TimeProvider time) : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var start = time.GetTimestamp();
        var readOnly = context.Info.IsReadOnly || !context.Info.IsResourceRequest;
        metrics.Begin(context.Info, context.IsLongRunning, readOnly);
        // The filter that follows turns faults into answers: nothing is thrown here but in a task.
        var answering = next(context);
        if (!answering.IsCompletedSuccessfully) return EndAsync(context, answering, readOnly, start);
        End(context, readOnly, start);
        return answering;
    }

    private async Task EndAsync(RequestContext context, Task answering, bool readOnly, long start)
    {
        try
        {
            await answering;
        }
        finally
        {
            End(context, readOnly, start);
        }
    }

    private void End(RequestContext context, bool readOnly, long start)
    {
        metrics.End(context.Info, context.IsLongRunning, readOnly);
        metrics.Observe(context.Info, context.Response.StatusCode, time.GetElapsedTime(start), context.IsLongRunning);
    }
}
