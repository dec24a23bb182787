using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>GET of one object, also through its status subresource.</summary>
internal sealed class GetHandler : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var version = QueryValues.Text(request.Http.Query, "resourceVersion");
        long? atLeast = null;
        if (version.Length > 0)
        {
            if (!ApiMachinery.ResourceVersion.TryParse(version, out var parsed, out var problem)) return StatusError.Unclassified(problem);
            atLeast = parsed.Value;
        }

        var answer = await request.Core.Reader.GetAsync(request.Stored, request.Key, atLeast, request.Cancelled);
        if (answer.Error is not null) return answer.Error;
        if (answer.Value.Object is not { } found) return StatusError.NotFound(request.GroupResource, request.Name);
        return await ObjectAnswerWriter.WriteAsync(request, 200, found);
    }
}
