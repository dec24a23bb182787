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

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        var slots = context.Info.IsReadOnly || !context.Info.IsResourceRequest ? readSlots : writeSlots;
        if (slots is null || context.IsLongRunning || context.User.IsInGroup(UserInfo.MastersGroup)) return next(context);
        if (slots.Wait(0, CancellationToken.None)) return HoldAsync(slots, context, next);
        context.Response.Headers.RetryAfter = "1";
        return StatusWriter.WriteAsync(context, StatusError.TooManyRequests("too many requests, please try again later", 1));
    }

    private static async Task HoldAsync(SemaphoreSlim slots, RequestContext context, RequestStep next)
    {
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
