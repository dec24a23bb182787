namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Works out what the request means.</summary>
internal sealed class RequestInfoFilter : IRequestFilter
{
    private readonly RequestInfoCache known = new();

    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        context.Info = known.Get(context.Request);
        context.IsLongRunning = LongRunning.Is(context.Info);
        return next(context);
    }
}
