using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Requests;
using KubeSharp.ApiServer.Responses;
using KubeSharp.ApiServer.Routing;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/: the list of all paths.</summary>
internal sealed class IndexEndpoint(Func<IEnumerable<string>> paths) : IPathHandler
{
    public IEnumerable<string> Paths => [];

    public async ValueTask<bool> TryHandleAsync(RequestContext context)
    {
        if (context.Info.Path is not ("/" or "")) return false;
        var document = new JsonObject { { "paths", JsonArray.OfStrings(paths()) } };
        await ObjectWriter.WriteAsync(context, 200, new Accepted(OutputFormat.Json), document);
        return true;
    }
}
