using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Ends requests that take too long, and all of them when the server stops.</summary>
internal sealed class TimeoutFilter(TimeSpan limit, TimeProvider time, CancellationToken stopping) : IRequestFilter
{
    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.Http.RequestAborted, stopping);
        if (context.IsLongRunning)
        {
            context.Cancelled = cancellation.Token;
            await next(context);
            return;
        }

        var timeout = limit;
        var asked = context.Request.Query["timeout"].ToString();
        if (asked.Length > 0 && context.Info.IsResourceRequest)
        {
            if (!GoDuration.TryParse(asked, out var wanted) || wanted < TimeSpan.Zero)
            {
                await StatusWriter.WriteAsync(context, StatusError.BadRequest("invalid timeout specified in the request URL"));
                return;
            }

            if (wanted > TimeSpan.Zero && wanted < limit) timeout = wanted;
        }

        context.Timeout = timeout;
        using var timer = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation.Token, timer.Token);
        context.Cancelled = either.Token;
        await next(context);
    }
}
