namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Works out what the request means.</summary>
internal sealed class RequestInfoFilter : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        context.Info = RequestInfoParser.Parse(context.Request);
        context.IsLongRunning = LongRunning.Is(context.Info);
        return next(context);
    }
}
