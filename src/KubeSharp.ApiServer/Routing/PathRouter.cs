using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.Routing;

/// <summary>Paths that are no resources: health, version, discovery, OpenAPI, metrics.</summary>
internal sealed class PathRouter(IReadOnlyList<IPathHandler> handlers)
{
    /// <summary>All paths that can be listed at /, sorted.</summary>
    public IEnumerable<string> Paths => handlers.SelectMany(handler => handler.Paths).Distinct().Order(StringComparer.Ordinal);

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        foreach (var handler in handlers)
        {
            if (await handler.TryHandleAsync(context)) return true;
        }

        return false;
    }
}
