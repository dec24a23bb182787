using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace KubeSharp.ApiServer.Requests.Filters;

/// <summary>Lets the client of a stream (exec, logs, port-forward, proxies) stop reading for as long as it likes: somebody may have paused a terminal.</summary>
internal sealed class StreamRateFilter : IRequestFilter
{
    public Task InvokeAsync(RequestContext context, RequestStep next)
    {
        // On HTTP/2 the rate belongs to the connection and cannot be set for one stream; a paused stream has its window there before anything is held up.
        if (context.IsLongRunning && context.Info.Verb != "watch" && context.Http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate
            && !Microsoft.AspNetCore.Http.HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            rate.MinDataRate = null;
        }

        return next(context);
    }
}
