using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Endpoints;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>
/// Keeps the number of requests that are worked on at a time within bounds, reads and writes apart; the rest is told to come again. For servers without API
/// Priority and Fairness.
/// </summary>
/// <remarks>Administrators (system:masters) and the server itself are never turned away: they must be able to repair an overloaded server.</remarks>
internal sealed class MaxInFlightFilter(int reads, int writes) : IRequestFilter
{
    private readonly SemaphoreSlim? readSlots = reads > 0 ? new(reads) : null;
    private readonly SemaphoreSlim? writeSlots = writes > 0 ? new(writes) : null;

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        // Paths that are no resources count as writes unless they are got, as upstream.
        var slots = context.Info.Verb is "get" or "list" or "watch" ? readSlots : writeSlots;
        if (slots is null || context.IsLongRunning || context.User.IsInGroup(UserInfo.MastersGroup)) return next(context);
        return slots.Wait(0, CancellationToken.None) ? WorkAsync(context, next, slots) : TooManyRequests.WriteAsync(context, 1);
    }

    private static async Task WorkAsync(RequestContext context, RequestStep next, SemaphoreSlim slots)
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
