using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Keeps the number of requests that are worked on at a time within bounds, reads and writes apart; the rest is told to come again.</summary>
/// <remarks>Administrators (system:masters) and the server itself are never turned away: they must be able to repair an overloaded server.</remarks>
internal sealed class MaxInFlightFilter(int reads, int writes) : IRequestFilter
{
    private readonly SemaphoreSlim? readSlots = reads > 0 ? new(reads) : null;
    private readonly SemaphoreSlim? writeSlots = writes > 0 ? new(writes) : null;

    public async Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var slots = context.Info.IsReadOnly || !context.Info.IsResourceRequest ? readSlots : writeSlots;
        if (slots is null || context.IsLongRunning || context.User.IsInGroup(UserInfo.MastersGroup))
        {
            await next(context);
            return;
        }

        if (!slots.Wait(0, CancellationToken.None))
        {
            context.Response.Headers.RetryAfter = "1";
            await StatusWriter.WriteAsync(context, StatusError.TooManyRequests("too many requests, please try again later", 1));
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            slots.Release();
        }
    }
}
