using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Ends requests that take too long, and all of them when the server stops.</summary>
internal sealed class TimeoutFilter(TimeSpan limit, TimeProvider time, CancellationToken stopping) : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        context.Stopping = stopping;
        if (!context.IsLongRunning)
        {
            var timeout = limit;
            if (context.Request.QueryString.HasValue)
            {
                var asked = context.Request.Query["timeout"].ToString();
                if (asked.Length > 0)
                {
                    if (!GoDuration.TryParse(asked, out var wanted))
                    {
                        return StatusWriter.WriteAsync(context, StatusError.BadRequest($"invalid timeout specified in the request URL - {GoDuration.Problem(asked)}"));
                    }

                    if (wanted > TimeSpan.Zero && wanted < limit) timeout = wanted;
                }
            }

            context.Limit = new RequestLimit(timeout, time.GetTimestamp(), time);
        }

        Task answering;
        try
        {
            answering = next(context);
        }
        catch
        {
            context.End();
            throw;
        }

        if (!answering.IsCompletedSuccessfully) return EndAsync(context, answering);
        context.End();
        return answering;
    }

    private static async Task EndAsync(RequestContext context, Task answering)
    {
        try
        {
            await answering;
        }
        finally
        {
            context.End();
        }
    }
}
