using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>GET of one object, also through its status subresource.</summary>
internal sealed class GetHandler : IResourceHandler
{
    public ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        long? atLeast = null;
        if (request.Http.QueryString.HasValue && QueryValues.Text(request.Http.Query, "resourceVersion") is { Length: > 0 } version)
        {
            if (!ApiMachinery.ResourceVersion.TryParse(version, out var parsed, out var problem)) return new(StatusError.Unclassified(problem));
            atLeast = parsed.Value;
        }

        // The usual read finds the cache up to date and waits for nothing, so that it needs no token either.
        return request.Core.Reader.TryGet(request.Stored, request.Key, atLeast, out var answer)
            ? AnswerAsync(request, answer)
            : WaitAsync(request, atLeast);
    }

    private static async ValueTask<StatusError?> WaitAsync(ResourceRequest request, long? atLeast)
    {
        var answer = await request.Core.Reader.GetAsync(request.Stored, request.Key, atLeast, request.Cancelled);
        return answer.Error is null ? await AnswerAsync(request, answer.Value) : answer.Error;
    }

    private static ValueTask<StatusError?> AnswerAsync(ResourceRequest request, ObjectAnswer answer) =>
        answer.Object is { } found ? ObjectAnswerWriter.WriteAsync(request, 200, found) : new(StatusError.NotFound(request.GroupResource, request.Name));
}
