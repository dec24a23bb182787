using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Works out what the request means.</summary>
internal sealed class RequestInfoFilter : IRequestFilter
{
    private readonly RequestInfoCache known = new();

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        context.Info = known.Get(context.Request);
        context.IsLongRunning = LongRunning.Is(context.Info);
        return context.Info.Fault.Length == 0 ? next(context) : StatusText.InternalErrorAsync(context, "failed to create RequestInfo: " + context.Info.Fault);
    }
}
