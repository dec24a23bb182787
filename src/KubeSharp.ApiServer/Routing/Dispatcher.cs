using System.Text;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Routing;

/// <summary>The end of the filter chain: hands the request to whoever answers it.</summary>
internal sealed class Dispatcher(ResourceRouter resources, PathRouter paths, RemoteApis others, AggregationProxy proxy)
{
    public Task HandleAsync(RequestContext context) => others.IsEmpty ? HandleOwnAsync(context) : HandleAnyAsync(context);

    private async Task HandleAnyAsync(RequestContext context)
    {
        if (!await proxy.TryHandleAsync(context)) await HandleOwnAsync(context);
    }

    private Task HandleOwnAsync(RequestContext context)
    {
        if (!context.Info.IsResourceRequest) return HandlePathAsync(context);
        var answering = resources.TryHandleAsync(context);
        if (!answering.IsCompletedSuccessfully) return ContinueAsync(context, answering);
        return answering.Result ? Task.CompletedTask : HandlePathAsync(context);
    }

    private async Task ContinueAsync(RequestContext context, ValueTask<bool> answering)
    {
        if (!await answering) await HandlePathAsync(context);
    }

    private async Task HandlePathAsync(RequestContext context)
    {
        if (await paths.TryHandleAsync(context)) return;
        await NotFoundAsync(context);
    }

    /// <summary>What Go's mux says to a path that nobody knows.</summary>
    public static Task NotFoundAsync(RequestContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return BodyWriter.WriteAsync(context, 404, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes("404 page not found\n"));
    }
}
