namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Counts requests and measures how long they take.</summary>
internal sealed class MetricsFilter(RequestMetrics metrics, TimeProvider time) : IRequestFilter
{
    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var start = time.GetTimestamp();
        var readOnly = context.Info.IsReadOnly || !context.Info.IsResourceRequest;
        metrics.Begin(context.IsLongRunning, readOnly);
        try
        {
            await next(context);
        }
        finally
        {
            metrics.End(context.IsLongRunning, readOnly);
            metrics.Observe(context.Info, context.Response.StatusCode, time.GetElapsedTime(start), context.IsLongRunning);
        }
    }
}
