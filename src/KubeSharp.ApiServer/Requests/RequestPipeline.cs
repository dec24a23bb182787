using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Requests;

/// <summary>The chain of filters, built once.</summary>
internal sealed class RequestPipeline
{
    private readonly RequestStep first;

    /// <param name="filters">In the order in which a request meets them.</param>
    /// <param name="last">Dispatches what came through.</param>
    public RequestPipeline(ReadOnlySpan<IRequestFilter> filters, RequestStep last)
    {
        var step = last;
        for (var i = filters.Length - 1; i >= 0; i--)
        {
            var filter = filters[i];
            var next = step;
            step = context => filter.InvokeAsync(context, next);
        }

        first = step;
    }

    /// <summary>Kestrel's entry.</summary>
    public Task HandleAsync(HttpContext http) => first(new RequestContext(http));
}
